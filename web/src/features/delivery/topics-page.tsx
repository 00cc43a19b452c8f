import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { CreateTopicDialog } from './create-topic-dialog.tsx';
import { DeliveryPage } from './delivery-page.tsx';
import { TopicTable } from './topic-table.tsx';

/** Names under which programs notify people together (SPEC D1). */
export function TopicsPage() {
  const { id: organizationId } = useOrganization();
  const maySend = useMay('notifications:send');
  const [isCreating, setCreating] = useState(false);
  const query = useRead('topics.list', { organizationId }, { enabled: maySend });
  const create = () => setCreating(true);
  return (
    <DeliveryPage
      title={t('delivery.topics')}
      description={t('topic.text')}
      actions={maySend && <CreateButton onClick={create} />}
    >
      <QueryView query={query} skeleton={<TableSkeleton rows={3} />}>
        {(topics) =>
          topics.length > 0 ? (
            <TopicTable topics={topics} />
          ) : (
            <EmptyState
              icon={UsersRound}
              title={t('topic.emptyTitle')}
              description={t('topic.emptyText')}
              action={<CreateButton onClick={create} />}
            />
          )
        }
      </QueryView>
      {isCreating && <CreateTopicDialog onClose={() => setCreating(false)} />}
    </DeliveryPage>
  );
}

function CreateButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="primary" onClick={onClick}>
      <Plus aria-hidden="true" />
      {t('topic.create')}
    </Button>
  );
}
