import { MailCheck, RotateCcw, Trash2 } from 'lucide-react';
import { type ComponentType, type ReactNode, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import type { useReadPages } from '../../lib/query.ts';
import type { useCalmRefresh } from '../../lib/use-calm-refresh.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { DeadFilterBar } from './dead-filter-bar.tsx';
import { type DeadAct, DeadActDialog } from './dead-act-dialog.tsx';
import { DeadLetterTable } from './dead-letter-table.tsx';
import type { DeadFilter, DeadScope } from './dead-letter-types.ts';

/** How often the list is read anew while somebody looks at it. */
export const REFRESH_MS = 10_000;

interface DeadLettersProps {
  scope: DeadScope;
  query: ReturnType<typeof useReadPages<'deadLetters.list'>>;
  holder: ReturnType<typeof useCalmRefresh>['holder'];
  filter: DeadFilter;
  onFilter: (next: DeadFilter) => void;
  Frame: ComponentType<{
    title: string;
    description: ReactNode;
    actions: ReactNode;
    children: ReactNode;
  }>;
  title: string;
  description: string;
}

/** A page of dead letters, in the frame of the pages that it is one of. */
export function DeadLetters(props: DeadLettersProps) {
  const { scope, query, holder, filter, onFilter, Frame, title, description } = props;
  const [act, setAct] = useState<DeadAct | null>(null);
  // A new bar for each time, so that what is typed in it goes too.
  const [clearings, setClearings] = useState(0);
  const clear = () => {
    setClearings(clearings + 1);
    onFilter({});
  };
  const isEmpty = query.data?.pages.every(({ items }) => items.length === 0) ?? true;
  return (
    <Frame
      title={title}
      description={description}
      actions={!isEmpty && <AllActs onAct={(kind) => setAct({ kind, chosen: { filter } })} />}
    >
      <div className="flex flex-col gap-4">
        <DeadFilterBar key={clearings} filter={filter} onChange={onFilter} />
        <div {...holder}>
          <PagesView query={query} skeleton={<TableSkeleton rows={6} />}>
            {(letters) =>
              letters.length > 0 ? (
                <DeadLetterTable scope={scope} letters={letters} filter={filter} onAct={setAct} />
              ) : (
                <Empty filter={filter} onClear={clear} />
              )
            }
          </PagesView>
          <LoadMore query={query} />
        </div>
      </div>
      {act && <DeadActDialog scope={scope} act={act} onClose={() => setAct(null)} />}
    </Frame>
  );
}

function AllActs({ onAct }: { onAct: (kind: DeadAct['kind']) => void }) {
  return (
    <>
      <Button variant="dangerQuiet" onClick={() => onAct('discard')}>
        <Trash2 aria-hidden="true" />
        {t('dead.discardAll')}
      </Button>
      <Button variant="primary" onClick={() => onAct('redrive')}>
        <RotateCcw aria-hidden="true" />
        {t('dead.redriveAll')}
      </Button>
    </>
  );
}

function Empty({ filter, onClear }: { filter: DeadFilter; onClear: () => void }) {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <EmptyState
      icon={MailCheck}
      title={t(isFiltered ? 'delivery.noneTitle' : 'dead.emptyTitle')}
      description={t(isFiltered ? 'delivery.noneText' : 'dead.emptyText')}
      {...(isFiltered && { action: <Button onClick={onClear}>{t('ui.clearFilter')}</Button> })}
    />
  );
}
