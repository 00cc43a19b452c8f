import type { Input } from '@boardwire/sdk/operations';
import { Ban, Plus } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AddSuppressionDialog } from './add-suppression-dialog.tsx';
import { DeliveryPage } from './delivery-page.tsx';
import { CHANNELS } from './delivery-types.ts';
import { FilterChoice } from '../../ui/labelled.tsx';
import { SuppressionTable } from './suppression-table.tsx';

type Channel = NonNullable<Input<'suppressions.list'>['channel']>;

/** Addresses that get nothing any more (SPEC D3). */
export function SuppressionsPage() {
  const { id: organizationId, name: organization } = useOrganization();
  const [channel, setChannel] = useState<Channel>();
  const [isAdding, setAdding] = useState(false);
  const input = { organizationId, ...(channel && { channel }) };
  const query = useReadPages('suppressions.list', input);
  const add = () => setAdding(true);
  return (
    <DeliveryPage
      title={t('delivery.suppressions')}
      description={t('suppression.text', { organization })}
      actions={<AddButton onClick={add} />}
    >
      <div className="flex flex-col gap-4">
        <div role="search" className="sm:max-w-60">
          <FilterChoice
            label={t('delivery.channel')}
            value={channel}
            options={CHANNELS.filter((name) => name !== 'inApp').map((name) => [
              name,
              t(`channel.${name}`),
            ])}
            onChange={(next) => setChannel(next as Channel | undefined)}
          />
        </div>
        <div>
          <PagesView query={query} skeleton={<TableSkeleton rows={4} />}>
            {(suppressions) =>
              suppressions.length > 0 ? (
                <SuppressionTable suppressions={suppressions} />
              ) : (
                <EmptyState
                  icon={Ban}
                  title={t('suppression.emptyTitle')}
                  description={t('suppression.emptyText')}
                  action={<AddButton onClick={add} />}
                />
              )
            }
          </PagesView>
          <LoadMore query={query} />
        </div>
      </div>
      {isAdding && <AddSuppressionDialog onClose={() => setAdding(false)} />}
    </DeliveryPage>
  );
}

function AddButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="primary" onClick={onClick}>
      <Plus aria-hidden="true" />
      {t('suppression.add')}
    </Button>
  );
}
