import { RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { Invitation } from './invitation.ts';
import { LinkResult } from './link-result.tsx';
import { useSentText } from './sent-text.tsx';

/** Sending again with a new link, and taking back. */
export function InvitationMenu({ invitation }: { invitation: Invitation }) {
  const [isRevoking, setRevoking] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const { id: organizationId } = useOrganization();
  const renew = useWrite('invitations.renew', ['invitations.list']);
  const name = invitation.email ?? t('invitations.anyone');
  const renewNow = async () => {
    const outcome = await renew.send({ organizationId, invitationId: invitation.id });
    if (outcome.ok) setLink(outcome.data.link);
    else showFailureToast(outcome.error);
  };
  return (
    <>
      <Menu trigger={<MenuButton label={t('invitations.actionsOf', { name })} />}>
        <MenuItem icon={RefreshCw} onSelect={() => void renewNow()}>
          {t(invitation.email ? 'invitations.renew' : 'invitations.renewLink')}
        </MenuItem>
        <MenuItem icon={Trash2} tone="danger" onSelect={() => setRevoking(true)}>
          {t('invitations.revoke')}
        </MenuItem>
      </Menu>
      {isRevoking && <RevokeDialog invitation={invitation} onClose={() => setRevoking(false)} />}
      {link && <RenewedDialog email={invitation.email} link={link} onClose={() => setLink(null)} />}
    </>
  );
}

interface RenewedDialogProps {
  email: string | null;
  link: string;
  onClose: () => void;
}

function RenewedDialog({ email, link, onClose }: RenewedDialogProps) {
  const { text } = useSentText(email ?? '');
  return (
    <Dialog open onOpenChange={onClose} title={t('invitations.title')}>
      <LinkResult
        title={t('invitations.renewedTitle')}
        text={
          <>
            {t('invitations.renewedText')} {email === null ? t('invitations.copyText') : text}
          </>
        }
        link={link}
        onClose={onClose}
      />
    </Dialog>
  );
}

function RevokeDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const [error, setError] = useState<string>();
  const revoke = useWrite('invitations.revoke', ['invitations.list']);
  const confirm = async () => {
    const outcome = await revoke.send({ organizationId, invitationId: invitation.id });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('invitations.revoked') });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('invitations.revokeTitle')}
      description={t('invitations.revokeText')}
      action={t('invitations.revoke')}
      error={error}
      pending={revoke.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
