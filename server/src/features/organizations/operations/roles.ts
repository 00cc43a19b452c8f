import * as contract from '@boardwire/contract/roles';
import { permissionNames, type Permission } from '@boardwire/contract/permissions';
import { createId } from '../../../kernel/ids.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict, notFound, Refusal } from '../../../platform/refusal.ts';
import { checkGrant } from '../domain.ts';
import { countOpenInvitationsTo, deleteInvitationsTo } from '../store/invitations.ts';
import {
  countCustomRoles,
  deleteRole,
  findRole,
  insertRole,
  isNameTaken,
  listRoles,
  updateRole,
} from '../store/roles.ts';
import { requireActing, type Acting } from './acting.ts';
import { refuseObstacle } from './refusals.ts';

/** Custom roles of one organization; a list that people read has no more. */
const MAX_CUSTOM_ROLES = 100;

const list = implement(contract.list, {
  handle: (_input, context) => listRoles(context.tx, requireActing(context).organizationId),
});

const create = implement(contract.create, {
  async handle({ name, permissions }, context) {
    const { organizationId, holder } = requireActing(context);
    refuseObstacle(checkGrant(holder, { key: null, permissions }));
    if ((await countCustomRoles(context.tx, organizationId)) >= MAX_CUSTOM_ROLES) {
      throw conflict(
        'too_many_roles',
        `An organization has at most ${MAX_CUSTOM_ROLES} roles of its own: delete one first`,
      );
    }
    await refuseTakenName(context, { organizationId, name, exceptId: null });
    const role = { organizationId, id: createId(), name, permissions: inOrder(permissions) };
    await insertRole(context.tx, { ...role, now: context.now });
    announce(context, contract.roleCreated, role);
    return { id: role.id, key: null, name, permissions: role.permissions, memberCount: 0 };
  },
});

const update = implement(contract.update, {
  async handle({ roleId, name, permissions }, context) {
    const acting = requireActing(context);
    const { organizationId, holder } = acting;
    const before = await requireCustomRole(context, acting, roleId);
    const after = {
      organizationId,
      id: before.id,
      name: name ?? before.name,
      permissions: inOrder(permissions ?? before.permissions),
    };
    refuseObstacle(checkGrant(holder, { key: null, permissions: after.permissions }));
    await refuseTakenName(context, { organizationId, name: after.name, exceptId: before.id });
    const changed = { ...before, name: after.name, permissions: after.permissions };
    if (
      after.name === before.name &&
      after.permissions.join() === inOrder(before.permissions).join()
    )
      return changed;
    await updateRole(context.tx, after);
    announce(context, contract.roleUpdated, after);
    context.bumpEpoch({ kind: 'organization', subjectId: organizationId });
    return changed;
  },
});

const remove = implement(contract.remove, {
  async handle({ roleId }, context) {
    const acting = requireActing(context);
    const { organizationId } = acting;
    const { id, name, memberCount } = await requireCustomRole(context, acting, roleId);
    const invitationCount = await countOpenInvitationsTo(context.tx, organizationId, id);
    if (memberCount > 0 || invitationCount > 0) throw roleInUse(memberCount, invitationCount);
    await deleteInvitationsTo(context.tx, organizationId, id);
    await deleteRole(context.tx, organizationId, id);
    context.emit(contract.roleDeleted, organizationId, { organizationId, roleId: id, name });
    context.audit({
      action: contract.roleDeleted.type,
      chain: { organizationId },
      target: { type: 'role', id },
      details: { name },
    });
    return { done: true } as const;
  },
});

/** Roles of an organization. */
export const roleOperations: readonly Operation[] = [list, create, update, remove];

/** The custom role that may be changed by whoever acts. Throws Refusal. */
async function requireCustomRole(
  { tx }: OperationContext,
  { organizationId, holder }: Acting,
  roleId: string,
): Promise<contract.Role> {
  const role = await findRole(tx, organizationId, roleId);
  if (role === null) throw notFound('This role');
  if (role.key !== null) {
    throw conflict('system_role', 'Built-in roles cannot be changed: create a role of your own');
  }
  refuseObstacle(checkGrant(holder, role));
  return role;
}

async function refuseTakenName(
  { tx }: OperationContext,
  wanted: { organizationId: string; name: string; exceptId: string | null },
): Promise<void> {
  if (!(await isNameTaken(tx, wanted))) return;
  throw conflict(
    'name_taken',
    'Another role of this organization has this name: choose a different one',
  );
}

function roleInUse(members: number, invitations: number): Refusal {
  const parts = [
    ...(members > 0 ? [members === 1 ? '1 member has it' : `${members} members have it`] : []),
    ...(invitations > 0
      ? [invitations === 1 ? '1 invitation gives it' : `${invitations} invitations give it`]
      : []),
  ];
  return new Refusal('CONFLICT', `This role is in use: ${parts.join(' and ')}. Change that first`, {
    reason: 'role_in_use',
    members,
    invitations,
  });
}

function announce(
  context: OperationContext,
  event: typeof contract.roleCreated | typeof contract.roleUpdated,
  {
    organizationId,
    id,
    name,
    permissions,
  }: { organizationId: string; id: string; name: string; permissions: Permission[] },
): void {
  context.emit(event, organizationId, { organizationId, roleId: id, name, permissions });
  context.audit({
    action: event.type,
    chain: { organizationId },
    target: { type: 'role', id },
    details: { name, permissions },
  });
}

/** The permissions in the order of the table, so that equal sets read alike. */
function inOrder(permissions: readonly Permission[]): Permission[] {
  return permissionNames.filter((name) => permissions.includes(name));
}
