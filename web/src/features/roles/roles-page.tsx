import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { RoleCard } from './role-card.tsx';
import { RoleDialog } from './role-dialog.tsx';

export function RolesPage() {
  const { id: organizationId } = useOrganization();
  const query = useRead('roles.list', { organizationId });
  const mayManage = useMay('roles:manage');
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('roles.new')}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t('roles.title')}
        description={t('roles.text')}
        actions={mayManage ? create : undefined}
      />
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(roles) => (
          <ul className="flex flex-col gap-3">
            {roles.map((role) => (
              <RoleCard key={role.id} role={role} mayManage={mayManage} />
            ))}
          </ul>
        )}
      </QueryView>
      {isCreating && <RoleDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
