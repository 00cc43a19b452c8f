import * as contract from '@boardwire/contract/quiet-hours';
import type { OutputOf } from '@boardwire/contract/define';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { deliveries } from '../../delivery/index.ts';
import { findQuietHours, putQuietHours } from '../store/quiet-hours.ts';

const get = implement(contract.get, {
  handle: (_input, context) => describe(context),
});

const set = implement(contract.set, {
  async handle(settings, context) {
    const userId = requireUserId(context.actor);
    await putQuietHours(context.tx, userId, settings);
    // A digest goes out after the night, and in the zone, that are chosen now.
    await deliveries.moveDigests(context.tx, userId, context.now);
    return describe(context);
  },
});

/** When one wants to hear nothing. */
export const quietHoursOperations: readonly Operation[] = [get, set];

async function describe({
  tx,
  actor,
  now,
}: OperationContext): Promise<OutputOf<typeof contract.get>> {
  const stored = await findQuietHours(tx, requireUserId(actor));
  if (stored === null) throw new Error('nobody asks for quiet hours');
  const { overrideUntil, ...rest } = stored;
  const hours = overrideUntil === null ? rest : { ...rest, overrideUntil: new Date(overrideUntil) };
  const isQuiet = deliveries.isQuiet(hours, now);
  const release = isQuiet ? deliveries.findRelease(hours, now) : null;
  return { ...stored, isQuiet, quietUntil: release?.toISOString() ?? null };
}
