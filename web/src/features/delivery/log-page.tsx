import { useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText, Send } from 'lucide-react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { ComposeDialog } from './compose-dialog.tsx';
import { DeliveryPage } from './delivery-page.tsx';
import { DeliveryTable } from './delivery-table.tsx';
import { LogFilterBar } from './log-filter-bar.tsx';
import { isFiltering, type LogFilter, toLogInput, withView } from './log-filter.ts';
import { MessageTable } from './message-table.tsx';
import { useCalmRefresh } from '../../lib/use-calm-refresh.ts';

/** New messages show up this soon. */
const REFRESH_MS = 5_000;

/** What an organization sent; the filter lives in the address (web W14). */
export function LogPage() {
  const { name: organization } = useOrganization();
  const filter = useSearch({ from: '/shell/o/$organizationId/delivery' });
  const navigate = useNavigate({ from: '/o/$organizationId/delivery' });
  const setFilter = (next: LogFilter) => void navigate({ search: next, replace: true });
  const { compose, ...shown } = filter;
  const isByMessage = filter.view !== 'deliveries';
  const clear = () => setFilter(isByMessage ? {} : { view: 'deliveries' });
  return (
    <DeliveryPage
      title={t('delivery.log')}
      description={t('delivery.logText', { organization })}
      actions={<ComposeButton onClick={() => setFilter({ ...filter, compose: true })} />}
    >
      <div className="flex flex-col gap-4">
        <ViewChoice filter={shown} onChange={setFilter} />
        <LogFilterBar filter={shown} onChange={setFilter} />
        {isByMessage ? (
          <Messages filter={shown} onClear={clear} />
        ) : (
          <Deliveries filter={shown} onClear={clear} />
        )}
      </div>
      {compose && <ComposeDialog onClose={() => setFilter(shown)} />}
    </DeliveryPage>
  );
}

function ComposeButton({ onClick }: { onClick: () => void }) {
  if (!useMay('notifications:send')) return null;
  return (
    <Button variant="primary" onClick={onClick}>
      <Send aria-hidden="true" />
      {t('delivery.compose')}
    </Button>
  );
}

interface ViewChoiceProps {
  filter: LogFilter;
  onChange: (filter: LogFilter) => void;
}

function ViewChoice({ filter, onChange }: ViewChoiceProps) {
  const change = (view: 'messages' | 'deliveries') => onChange(withView(filter, view));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Segmented
        label={t('delivery.view')}
        value={filter.view ?? 'messages'}
        onChange={change}
        options={[
          { value: 'messages', label: t('delivery.messages') },
          { value: 'deliveries', label: t('delivery.deliveries') },
        ]}
      />
      <p className="text-sm text-muted">
        {t(filter.view === 'deliveries' ? 'delivery.oneEach' : 'delivery.filterHint')}
      </p>
    </div>
  );
}

interface ListProps {
  filter: LogFilter;
  onClear: () => void;
}

function Messages({ filter, onClear }: ListProps) {
  const { id: organizationId } = useOrganization();
  const input = toLogInput(organizationId, filter);
  const { options, holder } = useCalmRefresh(REFRESH_MS);
  const query = useReadPages('notifications.list', input, options);
  return (
    <div {...holder}>
      <PagesView query={query} skeleton={<TableSkeleton rows={8} />}>
        {(messages) =>
          messages.length > 0 ? (
            <MessageTable messages={messages} />
          ) : (
            <Empty isFiltered={isFiltering(filter)} onClear={onClear} />
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}

function Deliveries({ filter, onClear }: ListProps) {
  const { id: organizationId } = useOrganization();
  const input = toLogInput(organizationId, filter);
  const { options, holder } = useCalmRefresh(REFRESH_MS);
  const query = useReadPages('notifications.listDeliveries', input, options);
  return (
    <div {...holder}>
      <PagesView query={query} skeleton={<TableSkeleton rows={8} />}>
        {(deliveries) =>
          deliveries.length > 0 ? (
            <DeliveryTable deliveries={deliveries} isOfAll />
          ) : (
            <Empty isFiltered={isFiltering(filter)} onClear={onClear} />
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}

function Empty({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return (
    <EmptyState
      icon={ScrollText}
      title={t(isFiltered ? 'delivery.noneTitle' : 'delivery.emptyTitle')}
      description={t(isFiltered ? 'delivery.noneText' : 'delivery.emptyText')}
      {...(isFiltered && { action: <Button onClick={onClear}>{t('ui.clearFilter')}</Button> })}
    />
  );
}
