import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { patchListed } from '../../lib/patch-listed.ts';
import { useRead } from '../../lib/query.ts';
import { roleName } from '../../lib/role-name.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { isWithin } from '../roles/index.ts';
import type { Member } from './member.ts';

/** Changes a role in place: shown at once, taken back if the server refuses. */
export function RoleSelect({ member }: { member: Member }) {
  const { id: organizationId, permissions } = useOrganization();
  const { data: roles } = useRead('roles.list', { organizationId });
  const change = async (roleId: string) => {
    const role = roles?.find(({ id }) => id === roleId);
    if (!role) return;
    const undo = patchListed('members.list', member.id, { role });
    const outcome = await call('members.changeRole', {
      organizationId,
      memberId: member.id,
      roleId,
    });
    if (!outcome.ok) {
      undo();
      return showFailureToast(outcome.error);
    }
    showToast({ title: t('members.roleChanged', { name: member.name, role: roleName(role) }) });
    await refreshReads('members.list', 'roles.list', 'organizations.list');
  };
  return (
    <Select
      inline
      aria-label={t('members.roleOf', { name: member.name })}
      value={member.role.id}
      onChange={(event) => void change(event.target.value)}
    >
      {!roles && <option value={member.role.id}>{roleName(member.role)}</option>}
      {roles?.map((role) => (
        <option key={role.id} value={role.id} disabled={!isWithin(role.permissions, permissions)}>
          {roleName(role)}
        </option>
      ))}
    </Select>
  );
}
