import type { OperationName } from '@boardwire/sdk/operations';
import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { Job } from './job-types.ts';

/** Everything that shows how a job stands. */
export const SHOWING_JOBS: readonly OperationName[] = ['jobs.queues', 'jobs.list', 'jobs.get'];

type Standing = Pick<Job, 'state'>;

export const canRetry = ({ state }: Standing) => state === 'dead';
export const canPromote = ({ state }: Standing) => state === 'delayed';
export const canRemove = ({ state }: Standing) =>
  state === 'waiting' || state === 'delayed' || state === 'dead';

/** Acts on one job; each tells how it went. */
export function useJobActs(id: string) {
  const retrying = useWrite('jobs.retry', SHOWING_JOBS);
  const promoting = useWrite('jobs.promote', SHOWING_JOBS);
  const removing = useWrite('jobs.remove', SHOWING_JOBS);
  const input = { backgroundJobId: id };
  const tell = async (
    { send }: typeof retrying | typeof promoting | typeof removing,
    done: 'jobs.retried' | 'jobs.promoted' | 'jobs.removed',
  ) => {
    const outcome = await send(input);
    if (outcome.ok) showToast({ title: t(done) });
    else showFailureToast(outcome.error);
  };
  return {
    retry: () => tell(retrying, 'jobs.retried'),
    promote: () => tell(promoting, 'jobs.promoted'),
    remove: () => tell(removing, 'jobs.removed'),
    isPending: retrying.isPending || promoting.isPending || removing.isPending,
  };
}
