import * as contract from '@boardwire/contract/jobs';
import { wakeParent } from '../../../platform/jobs/end-job.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict } from '../../../platform/refusal.ts';
import { countDead, discardDead, redriveDead } from '../../../platform/jobs/dead-jobs.ts';
import { countEnded, deleteEnded, promoteJob, removeJob } from '../store/change-jobs.ts';
import { setPaused } from '../store/queue-figures.ts';
import { readChanged } from './read.ts';

const retry = implement(contract.retry, {
  async handle({ backgroundJobId: id }, context) {
    const { state } = await readChanged(context.tx, id);
    if (state !== 'dead') throw conflict('not_dead', 'Only a dead job can be run once more');
    if ((await redriveDead(context.tx, { ids: [id] })) === 0)
      throw conflict('no_payload', 'Its payload was not kept, so it cannot run again');
    auditJob(context, 'jobs.redriven', { jobId: id });
    return readChanged(context.tx, id);
  },
});

const promote = implement(contract.promote, {
  async handle({ backgroundJobId: id }, context) {
    await readChanged(context.tx, id);
    if (!(await promoteJob(context.tx, id)))
      throw conflict('not_delayed', 'It does not wait for a later time');
    auditJob(context, 'jobs.promoted', { jobId: id });
    return readChanged(context.tx, id);
  },
});

const remove = implement(contract.remove, {
  async handle({ backgroundJobId: id }, context) {
    await readChanged(context.tx, id);
    const removed = await removeJob(context.tx, id);
    if (removed === undefined)
      throw conflict('not_removable', 'It runs or has ended, so it cannot be taken back');
    await wakeParent(context.tx, removed.parentId);
    auditJob(context, 'jobs.discarded', { jobId: id });
    return readChanged(context.tx, id);
  },
});

const redrive = implement(contract.redrive, {
  async handle({ isDryRun, ...filter }, context) {
    const matching = await countDead(context.tx, filter);
    if (isDryRun) return { matching, redriven: 0 };
    const redriven = await redriveDead(context.tx, filter);
    auditJob(context, 'jobs.redriven', { count: redriven });
    return { matching, redriven };
  },
});

const discard = implement(contract.discard, {
  async handle({ isDryRun, ...filter }, context) {
    const matching = await countDead(context.tx, filter);
    if (isDryRun) return { matching, discarded: 0 };
    const discarded = await discardDead(context.tx, filter);
    auditJob(context, 'jobs.discarded', { count: discarded });
    return { matching, discarded };
  },
});

const pause = implement(contract.pause, {
  async handle({ queue }, context) {
    await setPaused(context.tx, queue, true);
    auditJob(context, 'jobs.paused', { queue });
    return { name: queue, isPaused: true };
  },
});

const resume = implement(contract.resume, {
  async handle({ queue }, context) {
    await setPaused(context.tx, queue, false);
    auditJob(context, 'jobs.resumed', { queue });
    return { name: queue, isPaused: false };
  },
});

const clean = implement(contract.clean, {
  async handle({ isDryRun, ...filter }, context) {
    const matching = await countEnded(context.tx, filter);
    if (isDryRun) return { matching, removed: 0 };
    const removed = await deleteEnded(context.tx, filter);
    auditJob(context, 'jobs.cleaned', { queue: filter.queue, count: removed });
    return { matching, removed };
  },
});

function auditJob(context: OperationContext, action: string, details: Record<string, unknown>) {
  context.audit({ action, chain: 'instance', details });
}

/** Operations that change jobs and queues. Workers hear of it within a second, by the rows. */
export const changeOperations: Operation[] = [
  retry,
  promote,
  remove,
  redrive,
  discard,
  pause,
  resume,
  clean,
];
