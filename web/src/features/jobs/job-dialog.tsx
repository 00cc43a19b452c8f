import { FastForward, RotateCcw, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { CodeText } from './code-text.tsx';
import { JobHistory } from './job-history.tsx';
import type { JobDetail } from './job-types.ts';
import { JobStateBadge, sayProgress, sayWhy, writeJson } from './job-words.tsx';
import { RemoveJobDialog } from './remove-job-dialog.tsx';
import { canPromote, canRemove, canRetry, useJobActs } from './use-job-acts.ts';

/** While it runs, one looks at it. */
const REFRESH_MS = 2_000;

/** One job: what it was begun with, why it failed, and each of its starts (SPEC D8). */
export function JobDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const input = { backgroundJobId: id };
  const query = useRead('jobs.get', input, { refetchEveryMs: REFRESH_MS });
  const job = query.data;
  return (
    <Dialog
      open
      isToRead
      width="lg"
      onOpenChange={onClose}
      title={job?.name ?? t('jobs.job')}
      description={job !== undefined && <Standing job={job} />}
    >
      <QueryView query={query} skeleton={<TableSkeleton rows={4} />}>
        {(known) => <Detail job={known} />}
      </QueryView>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.close')}</Button>
        {job !== undefined && <Acts job={job} />}
      </DialogFooter>
    </Dialog>
  );
}

function Standing({ job }: { job: JobDetail }) {
  const progress = sayProgress(job);
  return (
    <span className="flex flex-wrap items-center gap-2 text-sm">
      {t(`jobQueue.${job.queue}`)} <JobStateBadge state={job.state} /> {progress}
    </span>
  );
}

function Acts({ job }: { job: JobDetail }) {
  const { retry, promote, isPending } = useJobActs(job.id);
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      {canRemove(job) && (
        <Button variant="dangerQuiet" onClick={() => setRemoving(true)}>
          <Trash2 aria-hidden="true" />
          {t('jobs.remove')}
        </Button>
      )}
      {canPromote(job) && (
        <Button pending={isPending} onClick={() => void promote()}>
          <FastForward aria-hidden="true" />
          {t('jobs.promote')}
        </Button>
      )}
      {canRetry(job) && (
        <Button variant="primary" pending={isPending} onClick={() => void retry()}>
          <RotateCcw aria-hidden="true" />
          {t('jobs.retry')}
        </Button>
      )}
      {isRemoving && <RemoveJobDialog job={job} onClose={() => setRemoving(false)} />}
    </>
  );
}

function Detail({ job }: { job: JobDetail }) {
  const { createdAt, runAt, startedAt, endedAt, failures, attempts, redrives } = job;
  const why = sayWhy(job);
  return (
    <div className="flex flex-col gap-5">
      {why !== null && (
        <p className="rounded bg-danger-soft px-4 py-2.5 text-sm break-words text-danger-ink">
          {why}
        </p>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3">
        <Fact label={t('jobs.createdAt')}>{formatDateTime(createdAt, true)}</Fact>
        <Fact label={t('jobs.runAt')}>{formatDateTime(runAt, true)}</Fact>
        {startedAt && <Fact label={t('jobs.startedAt')}>{formatDateTime(startedAt, true)}</Fact>}
        {endedAt && <Fact label={t('jobs.endedAt')}>{formatDateTime(endedAt, true)}</Fact>}
        <Fact label={t('jobs.starts')}>{t('jobs.failuresOf', { failures, attempts })}</Fact>
        {redrives > 0 && <Fact label={t('jobs.redrives')}>{redrives}</Fact>}
        <Children job={job} />
      </dl>
      {job.stack !== null && <CodeText label={t('jobs.stack')}>{job.stack}</CodeText>}
      {job.payload === null ? (
        <p className="text-sm text-muted">{job.payloadNote ?? t('jobs.noPayload')}</p>
      ) : (
        <CodeText label={t('jobs.payload')}>{writeJson(job.payload)}</CodeText>
      )}
      {job.history.length > 0 && <JobHistory history={job.history} />}
    </div>
  );
}

/** What of its parts is done, for a job that has any. */
function Children({ job: { children } }: { job: JobDetail }) {
  const { open, completed, dead, discarded } = children;
  const all = open + completed + dead + discarded;
  if (all === 0) return null;
  return (
    <Fact label={t('jobs.children')}>{t('jobs.progress', { done: completed, total: all })}</Fact>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-sm text-ink tabular-nums">{children}</dd>
    </div>
  );
}
