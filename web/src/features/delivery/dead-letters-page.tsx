import { useNavigate, useSearch } from '@tanstack/react-router';
import { MailCheck, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { DeadFilterBar } from './dead-filter-bar.tsx';
import { type DeadAct, DeadActDialog } from './dead-act-dialog.tsx';
import { DeadLetterTable } from './dead-letter-table.tsx';
import { type DeadFilter, toFilterInput } from './dead-letter-types.ts';
import { DeliveryPage } from './delivery-page.tsx';
import { useCalmRefresh } from '../../lib/use-calm-refresh.ts';

const REFRESH_MS = 10_000;

/** What could not be delivered: sending it again, or letting it go (SPEC D6). */
export function DeadLettersPage() {
  const { id: organizationId } = useOrganization();
  const filter = useSearch({ from: '/shell/o/$organizationId/delivery/dead-letters' });
  const navigate = useNavigate({ from: '/o/$organizationId/delivery/dead-letters' });
  const setFilter = (next: DeadFilter) => void navigate({ search: next, replace: true });
  const [act, setAct] = useState<DeadAct | null>(null);
  // A new bar for each time, so that what is typed in it goes too.
  const [clearings, setClearings] = useState(0);
  const clear = () => {
    setClearings(clearings + 1);
    setFilter({});
  };
  const input = { organizationId, ...toFilterInput(filter) };
  const { options, holder } = useCalmRefresh(REFRESH_MS);
  const query = useReadPages('deadLetters.list', input, options);
  const isEmpty = query.data?.pages.every(({ items }) => items.length === 0) ?? true;
  return (
    <DeliveryPage
      title={t('delivery.deadLetters')}
      description={t('dead.text')}
      actions={!isEmpty && <AllActs onAct={(kind) => setAct({ kind, chosen: { filter } })} />}
    >
      <div className="flex flex-col gap-4">
        <DeadFilterBar key={clearings} filter={filter} onChange={setFilter} />
        <div {...holder}>
          <PagesView query={query} skeleton={<TableSkeleton rows={6} />}>
            {(letters) =>
              letters.length > 0 ? (
                <DeadLetterTable letters={letters} filter={filter} onAct={setAct} />
              ) : (
                <Empty filter={filter} onClear={clear} />
              )
            }
          </PagesView>
          <LoadMore query={query} />
        </div>
      </div>
      {act && <DeadActDialog act={act} onClose={() => setAct(null)} />}
    </DeliveryPage>
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
