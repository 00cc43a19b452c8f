import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/notifications';
import type { Actor } from '../../../platform/actor.ts';
import { permissionsOf, type Grant } from '../../../platform/authorize.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type PrepareContext,
} from '../../../platform/operation.ts';
import { demandWritable, readReadOnlyMode } from '../../../platform/read-only.ts';
import { notFound, Refusal } from '../../../platform/refusal.ts';
import { cancelMessage, type Cancellation } from '../cancel.ts';
import { cancelOne } from '../store/cancel.ts';
import { findAsker, findDelivery, findJob, locateMessage, type JobRow } from '../store/jobs.ts';
import type { OperationParts } from './parts.ts';

/** Following a message, and stopping it. */
export function createJobOperations(parts: OperationParts): Operation[] {
  const getJob = implement(contract.getJob, {
    async handle({ jobId }, context) {
      await demandOwn(context.tx, {
        id: jobId,
        actor: context.actor,
        grant: requireGrant(context),
      });
      const job = await findJob(context.tx, jobId);
      if (job !== null) return toJob(job);
      const delivery = await findDelivery(context.tx, jobId);
      if (delivery === null) throw notFound('This job');
      return delivery;
    },
  });
  const cancelJob = implement(contract.cancelJob, {
    // Its mark commits before it goes on, and what follows takes many transactions (delivery D17).
    prepare: ({ jobId }, context) => cancel(parts, context, jobId),
    async handle(_input, _context, cancellation) {
      if (cancellation.kind === 'unknown') throw notFound('This job');
      if (cancellation.kind === 'done') return cancellation.counts;
      throw new Refusal('CONFLICT', 'There was nothing left to stop', {
        reason: 'too_late',
        counts: cancellation.counts,
      });
    },
  });
  return [getJob, cancelJob];
}

async function cancel(
  { database, access }: OperationParts,
  { actor }: PrepareContext,
  id: string,
): Promise<Cancellation> {
  const isMessage = await database.read('all', async (tx) => {
    demandWritable(await readReadOnlyMode(tx), actor);
    const place = await locateMessage(tx, id);
    if (place === null) throw notFound('This job');
    const userId = requireUserId(actor);
    const grants = await access.loadGrants(tx, [userId], place.organizationId);
    await demandOwn(tx, { id, actor, grant: grants.get(userId) ?? null });
    return (await findDelivery(tx, id)) === null;
  });
  return isMessage ? cancelMessage(database, id) : cancelDelivery(database, id);
}

async function cancelDelivery(
  database: OperationParts['database'],
  id: string,
): Promise<Cancellation> {
  return database.write('all', async (tx) => {
    await cancelOne(tx, id);
    const state = (await findDelivery(tx, id))?.state;
    // Whoever asks again is answered the same.
    const isCancelled = state === 'cancelled';
    const counts = {
      cancelled: isCancelled ? 1 : 0,
      alreadySent: state === 'sent' || state === 'delivered' || state === 'failed' ? 1 : 0,
      inFlight: state === 'sending' || state === 'uncertain' ? 1 : 0,
      isFanOutStopped: false,
    };
    return { kind: isCancelled ? 'done' : 'late', counts };
  });
}

/** Whoever may only send sees and stops what they asked for themselves. Throws NOT_FOUND for the rest. */
async function demandOwn(
  tx: Transaction,
  { id, actor, grant }: { id: string; actor: Actor; grant: Grant | null },
): Promise<void> {
  if (permissionsOf(actor, grant).has('notifications:manage')) return;
  const asker = await findAsker(tx, id);
  const own = actor.kind === 'apiKey' ? actor.apiKeyId : requireUserId(actor);
  if (asker?.id !== own) throw notFound('This job');
}

function toJob(row: JobRow): Extract<OutputOf<typeof contract.getJob>, { jobId: string }> {
  const { id, counts, isPlanned, createdAt, scheduledAt } = row;
  return {
    jobId: id,
    state: stateOf(row),
    counts: zeroed(counts),
    isPlanned,
    createdAt,
    scheduledAt,
  };
}

function zeroed(
  counts: JobRow['counts'],
): Record<(typeof contract.deliveryStates)[number], number> {
  const all = contract.deliveryStates.map((state) => [state, counts[state] ?? 0]);
  return Object.fromEntries(all) as Record<(typeof contract.deliveryStates)[number], number>;
}

function stateOf({ isCancelled, isParked, isPlanned, counts }: JobRow) {
  if (isCancelled) return 'cancelled';
  if (isParked) return 'parked';
  const open = (counts.queued ?? 0) + (counts.sending ?? 0) + (counts.uncertain ?? 0);
  if (isPlanned && open === 0) return 'done';
  const begun = Object.entries(counts).some(([state, count]) => state !== 'queued' && count > 0);
  return begun ? 'sending' : 'queued';
}
