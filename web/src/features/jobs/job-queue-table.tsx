import { Link } from '@tanstack/react-router';
import { Eraser, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { CleanJobsDialog } from './clean-jobs-dialog.tsx';
import type { JobQueue, JobState, QueueName } from './job-types.ts';
import { saySpread, sayTime } from './job-words.tsx';

const SECOND_MS = 1_000;
const wideNumber = `${wideOnly} text-right tabular-nums`;

/** Each queue with its counts, rates, times and settings. */
export function JobQueueTable({ queues }: { queues: readonly JobQueue[] }) {
  const [cleaned, setCleaned] = useState<QueueName | null>(null);
  return (
    <>
      <Table
        label={t('jobs.byQueue')}
        head={[
          { label: t('jobs.queue') },
          { label: t('jobState.waiting'), className: 'text-right' },
          { label: t('jobState.active'), className: wideNumber },
          { label: t('jobState.delayed'), className: wideNumber },
          { label: t('jobState.dead'), className: 'text-right' },
          { label: t('jobs.completed'), className: wideNumber },
          { label: t('jobs.failedTries'), className: wideNumber },
          { label: t('jobs.waits'), className: wideOnly },
          { label: t('jobs.runs'), className: wideOnly },
          null,
        ]}
      >
        {queues.map((queue) => (
          <QueueRow key={queue.name} queue={queue} onClean={() => setCleaned(queue.name)} />
        ))}
      </Table>
      {cleaned && <CleanJobsDialog queue={cleaned} onClose={() => setCleaned(null)} />}
    </>
  );
}

function QueueRow({ queue, onClean }: { queue: JobQueue; onClean: () => void }) {
  const { name, isPaused, active, delayed, completed, failed, perMinute, settings } = queue;
  const label = t(`jobQueue.${name}`);
  return (
    <Row>
      <Cell className="w-full min-w-24">
        <div className="flex flex-wrap items-center gap-x-2 font-medium text-ink">
          {label}
          {isPaused && <Badge tone="warning">{t('jobs.paused')}</Badge>}
        </div>
        <div className="text-xs text-muted" title={settings.variable}>
          {saySettings(queue)}
        </div>
        <div className="text-xs text-muted md:hidden">{sayRest(queue)}</div>
      </Cell>
      <CountCell queue={queue} state="waiting" />
      <Cell className={`${wideNumber} text-ink`}>{formatNumber(active)}</Cell>
      <Cell className={`${wideNumber} text-ink`}>{formatNumber(delayed)}</Cell>
      <CountCell queue={queue} state="dead" isBad />
      <Cell className={`${wideNumber} text-muted`}>
        {formatNumber(completed)}
        <div className="text-xs whitespace-nowrap">
          {t('jobs.perMinute', { count: formatNumber(Math.round(perMinute * 10) / 10) })}
        </div>
      </Cell>
      <Cell className={`${wideNumber} text-muted`}>{formatNumber(failed)}</Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted tabular-nums`}>
        {saySpread(queue.waitMs)}
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted tabular-nums`}>
        {saySpread(queue.runMs)}
      </Cell>
      <Cell>
        <div className="flex justify-end gap-1">
          <PauseButton name={name} isPaused={isPaused} label={label} />
          <IconButton icon={Eraser} label={t('jobs.cleanOf', { queue: label })} onClick={onClean} />
        </div>
      </Cell>
    </Row>
  );
}

/** A count that leads to the jobs it counts. */
function CountCell({
  queue,
  state,
  isBad = false,
}: {
  queue: JobQueue;
  state: JobState & ('waiting' | 'dead');
  isBad?: boolean;
}) {
  const count = queue[state];
  const tone = isBad && count > 0 ? 'text-danger-ink' : 'text-ink';
  return (
    <Cell className="text-right tabular-nums">
      <Link
        to="/instance/jobs/all"
        search={{ queue: queue.name, state }}
        aria-label={t('jobs.listOf', {
          count,
          state: t(`jobState.${state}`),
          queue: t(`jobQueue.${queue.name}`),
        })}
        className={`inline-flex min-h-6 min-w-6 items-center justify-end rounded-inner underline decoration-line underline-offset-4 hover:decoration-current ${tone}`}
      >
        {formatNumber(count)}
      </Link>
    </Cell>
  );
}

/** How the queue works, as the answering process has it set. */
function saySettings({ settings, oldestWaitingS }: JobQueue): string {
  const { concurrency, perMinute, attempts } = settings;
  const words = [
    t('jobs.atOnce', { count: concurrency }),
    ...(perMinute === null ? [] : [t('jobs.perMinute', { count: formatNumber(perMinute) })]),
    t('jobs.tries', { count: attempts }),
    ...(oldestWaitingS >= 1
      ? [t('jobs.oldestOf', { time: sayTime(oldestWaitingS * SECOND_MS) })]
      : []),
  ];
  return words.join(' · ');
}

/** What the columns say that a phone leaves out. */
function sayRest({ active, delayed, completed, runMs }: JobQueue): string {
  const counts = [
    [t('jobState.active'), active],
    [t('jobState.delayed'), delayed],
    [t('jobs.completed'), completed],
  ] as const;
  const given = counts.filter(([, count]) => count > 0);
  const words = given.map(([state, count]) => t('jobs.countOf', { state, count }));
  return [...words, ...(runMs === null ? [] : [saySpread(runMs)])].join(' · ');
}

interface PauseButtonProps {
  name: QueueName;
  isPaused: boolean;
  label: string;
}

function PauseButton({ name, isPaused, label }: PauseButtonProps) {
  const pause = useWrite('jobs.pause', ['jobs.queues']);
  const resume = useWrite('jobs.resume', ['jobs.queues']);
  const change = async () => {
    const outcome = await (isPaused ? resume : pause).send({ queue: name });
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({ title: t(isPaused ? 'jobs.didResume' : 'jobs.didPause', { queue: label }) });
  };
  return (
    <Button
      size="sm"
      pending={pause.isPending || resume.isPending}
      aria-label={t(isPaused ? 'jobs.resumeOf' : 'jobs.pauseOf', { queue: label })}
      onClick={() => void change()}
    >
      {isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      <span className="max-sm:sr-only">{t(isPaused ? 'jobs.resume' : 'jobs.pause')}</span>
    </Button>
  );
}
