import * as contract from '@boardwire/contract/notification-queue';
import type { Transaction } from '../../../platform/database/database.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
} from '../../../platform/operation.ts';
import { ringDoorbell } from '../bell.ts';
import { listAges, readUnplannedS } from '../store/ages.ts';
import { listEndedOf, listLoadsOf, listRatesOf } from '../store/figures.ts';
import type { OperationParts } from './parts.ts';
import {
  countOpenDeadLetters,
  deleteEnded,
  type CleanLimits,
  deletePauses,
  insertPause,
  listPauses,
  type Pause,
} from '../store/queue.ts';

/** What one call forgets: seconds of work at most (reliability R19). */
const CLEAN_LIMITS: CleanLimits = { messages: 1_000, deliveries: 20_000 };

function createStats({ limits }: OperationParts): Operation {
  return implement(contract.stats, {
    async handle(_input, context) {
      const { organizationId } = requireGrant(context);
      const { tx } = context;
      const [loads, ended, rates, pauses, deadLetters, overdueS] = await Promise.all([
        listLoadsOf(tx, organizationId),
        listEndedOf(tx, organizationId),
        listRatesOf(tx, organizationId),
        listPauses(tx, organizationId),
        countOpenDeadLetters(tx, organizationId),
        readOverdueS(tx, organizationId, limits),
      ]);
      const queues = merge(loads, ended);
      const sum = (field: 'waiting' | 'delayed' | 'active' | 'completed' | 'failed') =>
        queues.reduce((total, queue) => total + queue[field], 0);
      return {
        waiting: sum('waiting'),
        active: sum('active'),
        completed: sum('completed'),
        failed: sum('failed'),
        delayed: sum('delayed'),
        paused: queues
          .filter(({ channel }) => isPaused(pauses, channel))
          .reduce((total, { waiting }) => total + waiting, 0),
        deadLetters,
        overdueS,
        queues,
        rates,
        pauses,
      };
    },
  });
}

/** Age of the oldest delivery that could be sent, or message that nobody has planned. */
async function readOverdueS(
  tx: Transaction,
  organizationId: string,
  { rates }: OperationParts['limits'],
): Promise<number> {
  const [ages, unplannedS] = await Promise.all([
    listAges(tx, rates, organizationId),
    readUnplannedS(tx, organizationId),
  ]);
  return Math.max(unplannedS, ...ages.map(({ ageS }) => ageS));
}

function merge(
  loads: Awaited<ReturnType<typeof listLoadsOf>>,
  ended: Awaited<ReturnType<typeof listEndedOf>>,
) {
  const none = { waiting: 0, delayed: 0, active: 0, completed: 0, failed: 0 };
  const queues = new Map<string, (typeof loads)[number] & (typeof ended)[number]>();
  for (const each of [...loads, ...ended]) {
    const key = `${each.channel} ${each.lane}`;
    queues.set(key, { ...none, ...queues.get(key), ...each });
  }
  return [...queues.values()];
}

function isPaused(pauses: readonly Pause[], channel: string): boolean {
  return pauses.some((pause) => pause.channel === null || pause.channel === channel);
}

const pause = implement(contract.pauseQueue, {
  async handle({ channel = null }, context) {
    const { organizationId } = requireGrant(context);
    const userId = requireUserId(context.actor);
    await insertPause(context.tx, { organizationId, channel, userId });
    return pausesOf(context.tx, organizationId);
  },
});

const resume = implement(contract.resumeQueue, {
  async handle({ channel = null }, context) {
    const { organizationId } = requireGrant(context);
    await deletePauses(context.tx, organizationId, channel);
    await ringDoorbell(context.tx);
    return pausesOf(context.tx, organizationId);
  },
});

async function pausesOf(tx: Transaction, organizationId: string) {
  return { pauses: await listPauses(tx, organizationId) };
}

const clean = implement(contract.cleanQueue, {
  async handle({ olderThanS }, context) {
    const { organizationId } = requireGrant(context);
    return deleteEnded(context.tx, organizationId, { olderThanS, limits: CLEAN_LIMITS });
  },
});

/** How much is to do, and stopping and going on with it. */
export function createQueueOperations(parts: OperationParts): Operation[] {
  return [createStats(parts), pause, resume, clean];
}
