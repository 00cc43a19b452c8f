import { t } from '../../i18n/t.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import type { Job } from './job-types.ts';
import { useJobActs } from './use-job-acts.ts';

interface RemoveJobDialogProps {
  job: Pick<Job, 'id' | 'name'>;
  onClose: () => void;
}

/** Asks before a job is taken out: its work is not done then. */
export function RemoveJobDialog({ job, onClose }: RemoveJobDialogProps) {
  const { remove, isPending } = useJobActs(job.id);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('jobs.removeTitle', { name: job.name })}
      description={t('jobs.removeText')}
      action={t('jobs.remove')}
      pending={isPending}
      onConfirm={() => void remove().then(onClose)}
    />
  );
}
