import { Outlet, useParams } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { OwnOrganization } from '../../app/navigation.ts';
import { NothingHere } from '../../app/not-found.tsx';
import { setPreference } from '../../app/preferences.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { queryClient } from '../../lib/query-client.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { showToast } from '../../ui/toast-store.ts';

/** Lets members of the organization in and remembers the visit; others read one sentence (web W26). */
export function OrganizationGate() {
  const query = useRead('organizations.list', {});
  const { organizationId } = useParams({ from: '/shell/o/$organizationId' });
  return (
    <QueryView query={query} skeleton={null}>
      {(organizations) => (
        <Gate
          organizationId={organizationId}
          organization={organizations.find(({ id }) => id === organizationId)}
        />
      )}
    </QueryView>
  );
}

/** What was read of an organization is not kept by who is out of it. */
function wipeReadsOf(organizationId: string): void {
  queryClient.removeQueries({
    predicate: ({ queryKey: [, input] }) =>
      (input as { organizationId?: string } | undefined)?.organizationId === organizationId,
  });
}

interface GateProps {
  organizationId: string;
  organization: OwnOrganization | undefined;
}

function Gate({ organizationId, organization }: GateProps) {
  const isMember = organization !== undefined;
  useEffect(() => {
    if (isMember) setPreference({ lastOrganizationId: organizationId });
    else wipeReadsOf(organizationId);
  }, [isMember, organizationId]);
  if (!organization) {
    return (
      <NothingHere title={t('organizationNotFound.title')} text={t('organizationNotFound.text')} />
    );
  }
  return (
    <>
      {organization.deletionScheduledFor && (
        <DeletionBanner organization={organization} date={organization.deletionScheduledFor} />
      )}
      <Outlet key={organization.id} />
    </>
  );
}

function DeletionBanner({ organization, date }: { organization: OwnOrganization; date: string }) {
  const restore = useWrite('organizations.restore', ['organizations.list']);
  const keep = async () => {
    const outcome = await restore.send({ organizationId: organization.id });
    if (outcome.ok)
      showToast({ title: t('organization.restored', { organization: organization.name }) });
    else showFailureToast(outcome.error);
  };
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-warning-soft px-4 py-2 text-sm text-warning-ink sm:px-8"
    >
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">
        {t('organization.deletionBanner', {
          organization: organization.name,
          date: formatDate(date),
        })}
      </span>
      {organization.permissions.includes('organization:delete') && (
        <Button size="sm" pending={restore.isPending} onClick={() => void keep()}>
          {t('organization.restore')}
        </Button>
      )}
    </div>
  );
}
