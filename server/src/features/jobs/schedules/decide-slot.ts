import { MINUTE_MS } from '../../../kernel/time.ts';
import { findDueSlot, type ScheduleTimes } from '../../../platform/schedule/cron.ts';
import type { CatchUp } from '../../../platform/schedule/schedule-list.ts';

/** A slot that is this late was missed: no node was there. */
const MISSED_AFTER_MS = 5 * MINUTE_MS;

/** The slot that is due, and whether its work is to be done: of several that were missed it is the latest. */
export function decideSlot(
  { times, catchUp }: { times: ScheduleTimes; catchUp: CatchUp },
  last: Date,
  now: Date,
): { slot: Date; runs: boolean } | null {
  const slot = findDueSlot(times, last, now);
  if (slot === null) return null;
  const isMissed = now.getTime() - slot.getTime() > MISSED_AFTER_MS;
  return { slot, runs: catchUp === 'once' || !isMissed };
}
