import * as contract from '@boardwire/contract/digest-time';
import type { OutputOf } from '@boardwire/contract/define';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { deliveries } from '../../delivery/index.ts';
import { findDigestTime, putDigestTime } from '../store/digest-time.ts';
import { findQuietHours } from '../store/quiet-hours.ts';

const get = implement(contract.get, {
  handle: (_input, context) => describe(context),
});

const set = implement(contract.set, {
  async handle({ hour, days }, context) {
    const userId = requireUserId(context.actor);
    await putDigestTime(context.tx, userId, {
      hour,
      days: [...new Set(days)].toSorted((left, right) => left - right),
    });
    await deliveries.moveDigests(context.tx, userId, context.now);
    return describe(context);
  },
});

/** When one's digests go out. */
export const digestTimeOperations: readonly Operation[] = [get, set];

async function describe({
  tx,
  actor,
  now,
}: OperationContext): Promise<OutputOf<typeof contract.get>> {
  const userId = requireUserId(actor);
  const [chosen, stored] = [await findDigestTime(tx, userId), await findQuietHours(tx, userId)];
  if (stored === null) throw new Error('nobody asks for digests');
  const { timeZone, windows, overrideUntil } = stored;
  const usual = deliveries.usualDigestTime;
  const time = { hour: chosen.hour ?? usual.hour, days: chosen.days ?? [...usual.days] };
  const quiet = {
    timeZone,
    windows,
    ...(overrideUntil !== null && { overrideUntil: new Date(overrideUntil) }),
  };
  const nextAt = deliveries.findDigestClose(timeZone, quiet, now, time);
  return { ...time, timeZone, nextAt: nextAt.toISOString() };
}
