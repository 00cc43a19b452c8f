import { useNavigate, useSearch } from '@tanstack/react-router';
import { BookOpen, KeyRound, Plus } from 'lucide-react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { ApiKeyTable } from './api-key-table.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';

/** The reference page that the server makes from the declared operations. */
const REFERENCE_PATH = '/api/docs';

export function ApiKeysPage() {
  const { id: organizationId, name: organization } = useOrganization();
  const query = useRead('apiKeys.list', { organizationId });
  const { new: isCreating } = useSearch({ from: '/shell/o/$organizationId/api-keys' });
  const navigate = useNavigate({ from: '/o/$organizationId/api-keys' });
  const show = (open: boolean) =>
    void navigate({ search: open ? { new: true } : {}, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('apiKeys.title')}
        description={t('apiKeys.text', { organization })}
        actions={<HeaderActions onCreate={() => show(true)} />}
      />
      <QueryView query={query} skeleton={<TableSkeleton rows={2} />}>
        {(keys) =>
          keys.length > 0 ? <ApiKeyTable keys={keys} /> : <NoKeys onCreate={() => show(true)} />
        }
      </QueryView>
      {isCreating && <CreateKeyDialog onClose={() => show(false)} />}
    </Page>
  );
}

function HeaderActions({ onCreate }: { onCreate: () => void }) {
  return (
    <>
      <a href={REFERENCE_PATH} target="_blank" rel="noreferrer" className={buttonClass()}>
        <BookOpen aria-hidden="true" />
        {t('apiKeys.reference')}
      </a>
      <CreateButton onClick={onCreate} />
    </>
  );
}

function CreateButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="primary" onClick={onClick}>
      <Plus aria-hidden="true" />
      {t('apiKeys.new')}
    </Button>
  );
}

function NoKeys({ onCreate }: { onCreate: () => void }) {
  return (
    <EmptyState
      icon={KeyRound}
      title={t('apiKeys.emptyTitle')}
      description={t('apiKeys.emptyText')}
      action={<CreateButton onClick={onCreate} />}
    />
  );
}
