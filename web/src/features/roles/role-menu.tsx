import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { RoleDialog } from './role-dialog.tsx';
import type { Role } from './role.ts';

export function RoleMenu({ role }: { role: Role }) {
  const [asking, setAsking] = useState<'edit' | 'delete' | null>(null);
  const close = () => setAsking(null);
  return (
    <>
      <Menu trigger={<MenuButton label={t('roles.actionsOf', { name: role.name })} />}>
        <MenuItem icon={Pencil} onSelect={() => setAsking('edit')}>
          {t('roles.edit')}
        </MenuItem>
        <MenuItem icon={Trash2} tone="danger" onSelect={() => setAsking('delete')}>
          {t('roles.delete')}
        </MenuItem>
      </Menu>
      {asking === 'edit' && <RoleDialog role={role} onClose={close} />}
      {asking === 'delete' && <DeleteDialog role={role} onClose={close} />}
    </>
  );
}

function DeleteDialog({ role, onClose }: { role: Role; onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const [error, setError] = useState<string>();
  const remove = useWrite('roles.delete', ['roles.list', 'invitations.list']);
  const isUsed = role.memberCount > 0;
  const confirm = async () => {
    const outcome = await remove.send({ organizationId, roleId: role.id });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('roles.deleted', { name: role.name }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('roles.deleteTitle', { name: role.name })}
      description={t(isUsed ? 'roles.deleteInUse' : 'roles.deleteText')}
      action={t('roles.delete')}
      isAllowed={!isUsed}
      error={error}
      pending={remove.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
