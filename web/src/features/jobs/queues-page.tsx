import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Total, Totals } from '../../ui/totals.tsx';
import { OwnerOnly } from '../instance/index.ts';
import { JobQueueTable } from './job-queue-table.tsx';
import type { JobQueue } from './job-types.ts';
import { sayTime } from './job-words.tsx';
import { JobsFrame } from './jobs-frame.tsx';

/** Live enough to watch a backlog melt. */
const REFRESH_MS = 2_000;
const SECOND_MS = 1_000;

/** What waits, runs and failed in the background, by queue (SPEC D8). */
export function JobQueuesPage() {
  return (
    <OwnerOnly>
      <Queues />
    </OwnerOnly>
  );
}

function Queues() {
  const query = useRead('jobs.queues', {}, { refetchEveryMs: REFRESH_MS });
  return (
    <JobsFrame title={t('jobs.queuesTitle')} description={t('jobs.queuesText')}>
      <QueryView query={query} skeleton={<TableSkeleton rows={8} />}>
        {({ queues }) => (
          <>
            <Figures queues={queues} />
            <Section title={t('jobs.byQueue')}>
              <JobQueueTable queues={queues} />
            </Section>
          </>
        )}
      </QueryView>
    </JobsFrame>
  );
}

function Figures({ queues }: { queues: readonly JobQueue[] }) {
  const sum = (count: (queue: JobQueue) => number) =>
    queues.reduce((total, queue) => total + count(queue), 0);
  const dead = sum((queue) => queue.dead);
  const oldestS = Math.max(0, ...queues.map(({ oldestWaitingS }) => oldestWaitingS));
  return (
    <Totals className="sm:grid-cols-3 lg:grid-cols-6">
      <Total label={t('jobState.waiting')}>{formatNumber(sum((queue) => queue.waiting))}</Total>
      <Total label={t('jobState.active')}>{formatNumber(sum((queue) => queue.active))}</Total>
      <Total label={t('jobState.delayed')}>{formatNumber(sum((queue) => queue.delayed))}</Total>
      <Total label={t('jobs.oldest')}>{oldestS === 0 ? '–' : sayTime(oldestS * SECOND_MS)}</Total>
      <Total label={t('jobs.completed')}>{formatNumber(sum((queue) => queue.completed))}</Total>
      <Total label={t('jobState.dead')} isBad={dead > 0}>
        {formatNumber(dead)}
      </Total>
    </Totals>
  );
}
