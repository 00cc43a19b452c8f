/** Where a board's log stands. */
export interface Head {
  epoch: number;
  seq: number;
  /** Changes up to here are no longer in the log. */
  logFloor: number;
}

/** Changes that a client may be behind before a snapshot is the shorter way (live L9). */
export const MAX_BEHIND = 5_000;

/** Why a client that stands at `since` needs all of the board, or null (live L9). */
export function snapshotReason(
  head: Head,
  { epoch, since }: { epoch: number; since: number },
): 'epoch' | 'behind' | 'ahead' | null {
  if (epoch !== head.epoch) return 'epoch';
  if (since > head.seq) return 'ahead';
  return since < head.logFloor || head.seq - since > MAX_BEHIND ? 'behind' : null;
}
