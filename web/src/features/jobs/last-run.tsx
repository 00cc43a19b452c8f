import { Link } from '@tanstack/react-router';
import { t } from '../../i18n/t.tsx';
import { When } from '../../ui/when.tsx';
import type { Schedule } from './job-types.ts';
import { JobStateBadge } from './job-words.tsx';

/** How a schedule's work went the last time, with the way to its job. */
export function LastRun({ run }: { run: Schedule['lastRun'] }) {
  if (run === null) return <span className="text-muted">{t('schedules.neverRan')}</span>;
  const { jobId, slot, state, startedAt, endedAt, error } = run;
  const at = endedAt ?? startedAt;
  return (
    <span className="flex min-w-0 flex-col items-start gap-0.5">
      <span className="flex flex-wrap items-center gap-1.5">
        <Link
          to="/instance/jobs/all"
          search={{ job: jobId }}
          className="rounded-inner hover:underline"
        >
          <JobStateBadge state={state} />
          <span className="sr-only">{t('schedules.openRun')}</span>
        </Link>
        {at !== null && (
          <span className="text-muted">
            <When at={at} />
          </span>
        )}
      </span>
      {slot === null && <span className="text-xs text-muted">{t('schedules.byHand')}</span>}
      {error !== null && (
        <span className="max-w-full truncate text-xs text-danger-ink" title={error} translate="no">
          {error}
        </span>
      )}
    </span>
  );
}
