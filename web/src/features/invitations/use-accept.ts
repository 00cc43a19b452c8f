import type { Output } from '@boardwire/sdk/operations';
import type { Result } from '@boardwire/sdk/result';
import { useNavigate } from '@tanstack/react-router';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';

type Joined = Output<'invitations.accept'>;

interface Accepting {
  accept: () => Promise<Result<Joined>>;
  /** Opens the organization that was joined. */
  enter: (organization: Joined) => Promise<void>;
}

/** Taking an invitation, and going where it leads. */
export function useAccept(token: string): Accepting {
  const navigate = useNavigate();
  return {
    accept: () => call('invitations.accept', { token }),
    enter: async ({ id: organizationId, name: organization }) => {
      await refreshReads('organizations.list');
      await navigate({ to: '/o/$organizationId', params: { organizationId }, replace: true });
      showToast({ title: t('invitation.accepted', { organization }) });
    },
  };
}
