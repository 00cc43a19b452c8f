const DAY_MS = 86_400_000;
/** What is deleted stays this long (SPEC B1). */
const KEPT_DAYS = 30;

/** Days until something deleted at this moment is gone, begun ones counted; 0 on its last day. */
export function daysLeft(deletedAt: string, nowMs: number = Date.now()): number {
  const endMs = Date.parse(deletedAt) + KEPT_DAYS * DAY_MS;
  const leftDays = (endMs - nowMs) / DAY_MS;
  return leftDays < 1 ? 0 : Math.ceil(leftDays);
}
