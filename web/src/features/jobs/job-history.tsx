import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import type { JobDetail } from './job-types.ts';
import { sayTime } from './job-words.tsx';

type JobStart = JobDetail['history'][number];

const TONES: Readonly<Record<JobStart['outcome'], BadgeTone>> = {
  running: 'accent',
  completed: 'success',
  failed: 'warning',
  dead: 'danger',
  returned: 'neutral',
  lost: 'danger',
};

/** Each time it was begun, where, and how that ended; the newest first. */
export function JobHistory({ history }: { history: readonly JobStart[] }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium text-ink">{t('jobs.history')}</h3>
      <ol aria-label={t('jobs.history')} className="rounded border border-line">
        {history.map((start) => (
          <Start key={start.number} start={start} />
        ))}
      </ol>
    </section>
  );
}

function Start({ start }: { start: JobStart }) {
  const { number, startedAt, endedAt, outcome, worker, error } = start;
  return (
    <li className="flex flex-col gap-0.5 border-b border-line px-3 py-2 text-sm last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium text-ink">{t('jobs.startOf', { number })}</span>
        <Badge tone={TONES[outcome]}>{t(`jobOutcome.${outcome}`)}</Badge>
        {endedAt !== null && (
          <span className="text-muted tabular-nums">
            {sayTime(Date.parse(endedAt) - Date.parse(startedAt))}
          </span>
        )}
        <time dateTime={startedAt} className="ml-auto text-xs text-muted tabular-nums">
          {formatDateTime(startedAt, true)}
        </time>
      </div>
      <div className="text-xs text-muted" translate="no">
        {worker}
      </div>
      {error !== null && (
        <div className="break-words text-danger-ink" translate="no">
          {error}
        </div>
      )}
    </li>
  );
}
