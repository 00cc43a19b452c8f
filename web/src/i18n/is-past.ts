/** Whether a moment is over. */
export function isPast(iso: string, nowMs: number = Date.now()): boolean {
  return Date.parse(iso) <= nowMs;
}
