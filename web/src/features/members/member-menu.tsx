import { UserMinus, UserRoundCheck, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { Member } from './member.ts';

/** Suspending, reinstating and removing one member. */
export function MemberMenu({ member }: { member: Member }) {
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      <Menu trigger={<MenuButton label={t('members.actionsOf', { name: member.name })} />}>
        <StateItem member={member} />
        <MenuSeparator />
        <MenuItem icon={UserMinus} tone="danger" onSelect={() => setRemoving(true)}>
          {t('members.remove')}
        </MenuItem>
      </Menu>
      {isRemoving && <RemoveDialog member={member} onClose={() => setRemoving(false)} />}
    </>
  );
}

function StateItem({ member }: { member: Member }) {
  const { id: organizationId } = useOrganization();
  const suspend = useWrite('members.suspend', ['members.list']);
  const reinstate = useWrite('members.reinstate', ['members.list']);
  const isSuspended = member.state === 'suspended';
  const change = async () => {
    const input = { organizationId, memberId: member.id };
    const outcome = await (isSuspended ? reinstate : suspend).send(input);
    if (!outcome.ok) return showFailureToast(outcome.error);
    const key = isSuspended ? 'members.reinstatedToast' : 'members.suspendedToast';
    showToast({ title: t(key, { name: member.name }) });
  };
  return (
    <MenuItem icon={isSuspended ? UserRoundCheck : UserRoundX} onSelect={() => void change()}>
      {t(isSuspended ? 'members.reinstate' : 'members.suspend')}
    </MenuItem>
  );
}

function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { id: organizationId, name: organization } = useOrganization();
  const [error, setError] = useState<string>();
  const remove = useWrite('members.remove', ['members.list', 'roles.list']);
  const confirm = async () => {
    const outcome = await remove.send({ organizationId, memberId: member.id });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('members.removed', { name: member.name }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('members.removeTitle', { name: member.name })}
      description={t('members.removeText', { organization })}
      action={t('members.remove')}
      error={error}
      pending={remove.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
