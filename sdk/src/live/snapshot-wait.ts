/** What many hear at once, not all of them act upon at once (live L5). */
const SPREAD_MS = 2_000;
/** While a board lets somebody in never, it is fetched about this often. */
const MAX_WAIT_MS = 30_000;

/**
 * Before a board is fetched anew, milliseconds at most: none for the first time, and the longer the more often
 * (`retries`) it was fetched without being live since, such as when what was read is too old again when it is here.
 */
export function maxWaitMs(reason: 'epoch' | 'behind' | 'ahead' | 'bulk', retries: number): number {
  const spreadMs = reason === 'bulk' ? SPREAD_MS : 0;
  const backoffMs = retries === 0 ? 0 : SPREAD_MS * 2 ** (retries - 1);
  return Math.min(MAX_WAIT_MS, Math.max(spreadMs, backoffMs));
}
