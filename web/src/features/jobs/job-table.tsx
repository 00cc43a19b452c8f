import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { When } from '../../ui/when.tsx';
import { JobMenu } from './job-menu.tsx';
import type { Job } from './job-types.ts';
import { JobStateBadge, sayProgress, sayWhy } from './job-words.tsx';
import { RemoveJobDialog } from './remove-job-dialog.tsx';

interface JobTableProps {
  jobs: readonly Job[];
  onOpen: (id: string) => void;
}

export function JobTable({ jobs, onOpen }: JobTableProps) {
  const [removed, setRemoved] = useState<Job | null>(null);
  return (
    <>
      <Table
        label={t('jobs.jobs')}
        head={[
          { label: t('jobs.job') },
          { label: t('jobs.queue'), className: wideOnly },
          { label: t('jobs.state'), className: wideOnly },
          { label: t('jobs.starts'), className: `${wideOnly} text-right` },
          { label: t('jobs.when') },
          null,
        ]}
      >
        {jobs.map((job) => (
          <JobRow
            key={job.id}
            job={job}
            onOpen={() => onOpen(job.id)}
            onRemove={() => setRemoved(job)}
          />
        ))}
      </Table>
      {removed && <RemoveJobDialog job={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

interface JobRowProps {
  job: Job;
  onOpen: () => void;
  onRemove: () => void;
}

function JobRow({ job, onOpen, onRemove }: JobRowProps) {
  const { name, queue, state, failures, attempts, runAt, startedAt, endedAt } = job;
  const why = sayWhy(job) ?? sayProgress(job);
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-36">
        {/* The button covers the row, so that the whole row opens it. */}
        <button
          type="button"
          onClick={onOpen}
          aria-haspopup="dialog"
          translate="no"
          className="block min-h-6 max-w-full truncate rounded-inner text-left font-mono text-sm font-medium text-ink before:absolute before:inset-0"
        >
          {name}
        </button>
        {why !== null && <div className="truncate text-xs text-muted">{why}</div>}
        <div className="mt-1 flex flex-wrap items-center gap-1.5 text-muted md:hidden">
          {t(`jobQueue.${queue}`)} <JobStateBadge state={state} />
        </div>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{t(`jobQueue.${queue}`)}</Cell>
      <Cell className={wideOnly}>
        <JobStateBadge state={state} />
      </Cell>
      <Cell className={`${wideOnly} text-right whitespace-nowrap text-muted tabular-nums`}>
        {t('jobs.failuresOf', { failures, attempts })}
      </Cell>
      <Cell className="whitespace-nowrap text-muted">
        <When at={endedAt ?? startedAt ?? runAt} />
      </Cell>
      {/* Above the button of the row. */}
      <Cell className="relative w-10 text-right">
        <JobMenu job={job} onOpen={onOpen} onRemove={onRemove} />
      </Cell>
    </Row>
  );
}
