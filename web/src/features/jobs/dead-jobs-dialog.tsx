import type { Input } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { refreshReads } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { Matching } from './matching.tsx';
import { useCount } from './use-count.ts';
import { SHOWING_JOBS } from './use-job-acts.ts';

/** Something to do with dead jobs, still to be confirmed. */
export interface DeadAct {
  kind: 'redrive' | 'discard';
  input: Input<'jobs.discard'>;
}

/** Counts first (a dry run), then asks, then does it. */
export function DeadJobsDialog({ act, onClose }: { act: DeadAct; onClose: () => void }) {
  const { kind, input } = act;
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const count = useCount(`jobs.${kind}`, input);
  const confirm = async () => {
    setPending(true);
    const failure = await run(act);
    setPending(false);
    if (failure !== null) return setError(failure);
    onClose();
    await refreshReads(...SHOWING_JOBS);
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t(`jobs.${kind}Title`)}
      description={t(`jobs.${kind}Text`)}
      action={t(`jobs.${kind}`)}
      tone={kind === 'redrive' ? 'primary' : 'danger'}
      isAllowed={count !== null && count > 0}
      error={error}
      pending={isPending}
      onConfirm={() => void confirm()}
    >
      <Matching count={count} />
    </ConfirmDialog>
  );
}

/** Does it and tells how many; answers why not, or null. */
async function run({ kind, input }: DeadAct): Promise<string | null> {
  if (kind === 'redrive') {
    const outcome = await call('jobs.redrive', input);
    if (!outcome.ok) return describeFailure(outcome.error);
    showToast({ title: t('jobs.redriven', { count: outcome.data.redriven }) });
  } else {
    const outcome = await call('jobs.discard', input);
    if (!outcome.ok) return describeFailure(outcome.error);
    showToast({ title: t('jobs.discarded', { count: outcome.data.discarded }) });
  }
  return null;
}
