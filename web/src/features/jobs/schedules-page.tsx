import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { OwnerOnly } from '../instance/index.ts';
import { JobsFrame } from './jobs-frame.tsx';
import { ScheduleTable } from './schedule-table.tsx';

const REFRESH_MS = 5_000;

/** Work that repeats at times of its own, with its last and its next run (SPEC D7, D8). */
export function SchedulesPage() {
  return (
    <OwnerOnly>
      <Schedules />
    </OwnerOnly>
  );
}

function Schedules() {
  const query = useRead('schedules.list', {}, { refetchEveryMs: REFRESH_MS });
  return (
    <JobsFrame title={t('jobs.schedules')} description={t('schedules.text')}>
      <QueryView query={query} skeleton={<TableSkeleton rows={3} />}>
        {({ schedules }) => <ScheduleTable schedules={schedules} />}
      </QueryView>
    </JobsFrame>
  );
}
