import type { Permission } from '@boardwire/contract/permissions';
import { useOrganization } from '../../app/use-organization.ts';
import { TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { PermissionField } from './permission-field.tsx';
import type { Role } from './role.ts';

/** Every role includes it; the server refuses a role without. */
const ALWAYS: Permission = 'organization:read';

interface RoleDialogProps {
  /** The role to change; a new one when left out. */
  role?: Role;
  onClose: () => void;
}

export function RoleDialog({ role, onClose }: RoleDialogProps) {
  const title = role ? t('roles.editTitle', { name: role.name }) : t('roles.newTitle');
  return (
    <Dialog open width="md" onOpenChange={onClose} title={title}>
      <RoleForm {...(role ? { role } : {})} onClose={onClose} />
    </Dialog>
  );
}

interface Values {
  name: string;
  permissions: Permission[];
}

function RoleForm({ role, onClose }: RoleDialogProps) {
  const { id: organizationId, permissions: held } = useOrganization();
  const form = useServerForm<Values, Role>({
    defaultValues: { name: role?.name ?? '', permissions: role?.permissions ?? [ALWAYS] },
    send: (values) =>
      role
        ? call('roles.update', { organizationId, roleId: role.id, ...values })
        : call('roles.create', { organizationId, ...values }),
    onDone: async ({ name }) => {
      await refreshReads('roles.list', 'members.list', 'organizations.list');
      onClose();
      showToast({ title: role ? t('ui.saved') : t('roles.created', { name }) });
    },
  });
  return (
    <Form form={form} label={t('roles.title')}>
      <FormError />
      <TextField name="name" label={t('roles.name')} autoComplete="off" />
      <PermissionField
        name="permissions"
        label={t('roles.permissions')}
        hint={t('roles.permissionsHint')}
        held={held}
        locked={[ALWAYS]}
      />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton onlyWhenChanged={role !== undefined}>
          {t(role ? 'ui.save' : 'roles.create')}
        </SubmitButton>
      </DialogFooter>
    </Form>
  );
}
