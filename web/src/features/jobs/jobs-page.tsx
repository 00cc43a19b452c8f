import { useNavigate, useSearch } from '@tanstack/react-router';
import { ListChecks, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { useCalmRefresh } from '../../lib/use-calm-refresh.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { OwnerOnly } from '../instance/index.ts';
import { type DeadAct, DeadJobsDialog } from './dead-jobs-dialog.tsx';
import { JobDialog } from './job-dialog.tsx';
import { JobFilterBar } from './job-filter-bar.tsx';
import { isFiltering, type JobFilter, toDeadInput, toJobInput, withField } from './job-filter.ts';
import { JobTable } from './job-table.tsx';
import { JobsFrame } from './jobs-frame.tsx';

const REFRESH_MS = 3_000;

/** Background jobs, what they were begun with and how they went; the filter lives in the address (web W14). */
export function JobsPage() {
  return (
    <OwnerOnly>
      <Jobs />
    </OwnerOnly>
  );
}

function Jobs() {
  const filter = useSearch({ from: '/shell/instance/jobs/all' });
  const navigate = useNavigate({ from: '/instance/jobs/all' });
  const setFilter = (next: JobFilter) => void navigate({ search: next, replace: true });
  const [act, setAct] = useState<DeadAct | null>(null);
  // A new bar for each time, so that what is typed in it goes too.
  const [clearings, setClearings] = useState(0);
  const clear = () => {
    setClearings(clearings + 1);
    setFilter({});
  };
  const beginAll = (kind: DeadAct['kind']) => setAct({ kind, input: toDeadInput(filter) });
  return (
    <JobsFrame
      title={t('jobs.jobs')}
      description={t('jobs.text')}
      actions={filter.state === 'dead' && <DeadActs onAct={beginAll} />}
    >
      <div className="flex flex-col gap-4">
        <JobFilterBar key={clearings} filter={filter} onChange={setFilter} />
        <JobList
          filter={filter}
          onOpen={(job) => setFilter(withField(filter, 'job', job))}
          onClear={clear}
        />
      </div>
      {filter.job && (
        <JobDialog id={filter.job} onClose={() => setFilter(withField(filter, 'job', undefined))} />
      )}
      {act && <DeadJobsDialog act={act} onClose={() => setAct(null)} />}
    </JobsFrame>
  );
}

function DeadActs({ onAct }: { onAct: (kind: DeadAct['kind']) => void }) {
  return (
    <>
      <Button variant="dangerQuiet" onClick={() => onAct('discard')}>
        <Trash2 aria-hidden="true" />
        {t('jobs.discardAll')}
      </Button>
      <Button variant="primary" onClick={() => onAct('redrive')}>
        <RotateCcw aria-hidden="true" />
        {t('jobs.redriveAll')}
      </Button>
    </>
  );
}

interface JobListProps {
  filter: JobFilter;
  onOpen: (id: string) => void;
  onClear: () => void;
}

function JobList({ filter, onOpen, onClear }: JobListProps) {
  const { options, holder } = useCalmRefresh(REFRESH_MS);
  const query = useReadPages('jobs.list', toJobInput(filter), options);
  const isFiltered = isFiltering(filter);
  return (
    <div {...holder}>
      <PagesView query={query} skeleton={<TableSkeleton rows={8} />}>
        {(jobs) =>
          jobs.length > 0 ? (
            <JobTable jobs={jobs} onOpen={onOpen} />
          ) : (
            <EmptyState
              icon={ListChecks}
              title={t(isFiltered ? 'jobs.noneTitle' : 'jobs.emptyTitle')}
              description={t(isFiltered ? 'jobs.noneText' : 'jobs.emptyText')}
              {...(isFiltered && {
                action: <Button onClick={onClear}>{t('ui.clearFilter')}</Button>,
              })}
            />
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}
