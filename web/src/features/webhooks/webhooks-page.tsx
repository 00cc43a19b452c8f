import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, Webhook } from 'lucide-react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { CreateEndpointDialog } from './endpoint-dialogs.tsx';
import { EndpointTable } from './endpoint-table.tsx';
import './texts.ts';

/** An endpoint can be turned off by what it answers, without anybody's doing. */
const REFETCH_MS = 30_000;

/** The endpoints of an organization (SPEC E3). */
export function WebhooksPage() {
  const { id: organizationId, name: organization } = useOrganization();
  const query = useRead('webhooks.list', { organizationId }, { refetchEveryMs: REFETCH_MS });
  const { new: isCreating } = useSearch({ from: '/shell/o/$organizationId/webhooks' });
  const navigate = useNavigate({ from: '/o/$organizationId/webhooks' });
  const show = (open: boolean) =>
    void navigate({ search: open ? { new: true } : {}, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('hooks.title')}
        description={t('hooks.text', { organization })}
        actions={<NewButton onClick={() => show(true)} />}
      />
      <QueryView query={query} skeleton={<TableSkeleton rows={3} />}>
        {(endpoints) =>
          endpoints.length > 0 ? (
            <EndpointTable endpoints={endpoints} />
          ) : (
            <EmptyState
              icon={Webhook}
              title={t('hooks.emptyTitle')}
              description={t('hooks.emptyText')}
              action={<NewButton onClick={() => show(true)} />}
            />
          )
        }
      </QueryView>
      {isCreating && <CreateEndpointDialog onClose={() => show(false)} />}
    </Page>
  );
}

function NewButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="primary" onClick={onClick}>
      <Plus aria-hidden="true" />
      {t('hooks.new')}
    </Button>
  );
}
