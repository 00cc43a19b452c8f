/** What an endpoint listens to. */
export interface Listening {
  /** Empty for everything. */
  eventTypes: readonly string[];
  /** Null for the whole organization. */
  boardId: string | null;
}

/** Whether an endpoint wants to hear of something. */
export function wants(
  { eventTypes, boardId }: Listening,
  event: { type: string; boardId: string | null },
): boolean {
  if (boardId !== null && boardId !== event.boardId) return false;
  return eventTypes.length === 0 || eventTypes.includes(event.type);
}
