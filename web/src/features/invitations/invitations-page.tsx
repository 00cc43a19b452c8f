import { useNavigate, useSearch } from '@tanstack/react-router';
import { MailPlus, UserPlus } from 'lucide-react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { InvitationTable } from './invitation-table.tsx';
import { InviteDialog } from './invite-dialog.tsx';

/** Open invitations; `?new=true` opens the form, so that other screens can lead to it. */
export function InvitationsPage() {
  const { id: organizationId } = useOrganization();
  const query = useRead('invitations.list', { organizationId });
  const { new: isInviting } = useSearch({ from: '/shell/o/$organizationId/invitations' });
  const navigate = useNavigate({ from: '/o/$organizationId/invitations' });
  const show = (open: boolean) =>
    void navigate({ search: open ? { new: true } : {}, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('invitations.title')}
        description={t('invitations.text')}
        actions={<InviteButton onClick={() => show(true)} />}
      />
      <QueryView query={query} skeleton={<TableSkeleton rows={2} />}>
        {(invitations) =>
          invitations.length > 0 ? (
            <InvitationTable invitations={invitations} />
          ) : (
            <EmptyState
              icon={MailPlus}
              title={t('invitations.emptyTitle')}
              description={t('invitations.emptyText')}
              action={<InviteButton onClick={() => show(true)} />}
            />
          )
        }
      </QueryView>
      {isInviting && <InviteDialog onClose={() => show(false)} />}
    </Page>
  );
}

function InviteButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="primary" onClick={onClick}>
      <UserPlus aria-hidden="true" />
      {t('invitations.new')}
    </Button>
  );
}
