import type { Role } from '@boardwire/contract/roles';
import type { Permission } from '@boardwire/contract/permissions';
import type { Transaction } from '../../../platform/database/database.ts';
import { permissionsOfRole } from './grants.ts';

type RoleRow = Omit<Role, 'permissions'> & { permissions: string[] };

/** `memberCount` counts suspended members too: they have the role still. */
const ROLES = `
  select r.id, r.key, r.name, r.permissions,
    (select count(*)::int from memberships m
     where m.organization_id = r.organization_id and m.role_id = r.id) as "memberCount"
  from roles r where r.organization_id = $1`;

/** Roles of an organization: built-in ones from owner to guest, then custom ones by name. */
export async function listRoles(tx: Transaction, organizationId: string): Promise<Role[]> {
  const rows = await tx.query<RoleRow>(
    `${ROLES} order by array_position(array['owner', 'admin', 'member', 'guest'], r.key) nulls last, lower(r.name), r.id`,
    [organizationId],
  );
  return rows.map(toRole);
}

export async function findRole(
  tx: Transaction,
  organizationId: string,
  roleId: string,
): Promise<Role | null> {
  const [row] = await tx.query<RoleRow>(`${ROLES} and r.id = $2`, [organizationId, roleId]);
  return row === undefined ? null : toRole(row);
}

export async function findRoleByKey(
  tx: Transaction,
  organizationId: string,
  key: string,
): Promise<Role | null> {
  const [row] = await tx.query<RoleRow>(`${ROLES} and r.key = $2`, [organizationId, key]);
  return row === undefined ? null : toRole(row);
}

function toRole(row: RoleRow): Role {
  return { ...row, permissions: permissionsOfRole(row.key, row.permissions) };
}

/** Whether another role than `exceptId` has the name, whatever the case of its letters. */
export async function isNameTaken(
  tx: Transaction,
  {
    organizationId,
    name,
    exceptId,
  }: { organizationId: string; name: string; exceptId: string | null },
): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from roles where organization_id = $1 and lower(name) = lower($2) and id is distinct from $3::uuid',
    [organizationId, name, exceptId],
  );
  return rows.length > 0;
}

/** What a custom role is made of. */
export interface CustomRole {
  organizationId: string;
  id: string;
  name: string;
  permissions: readonly Permission[];
}

export async function insertRole(tx: Transaction, role: CustomRole & { now: Date }): Promise<void> {
  await tx.query(
    `insert into roles (organization_id, id, name, permissions, created_at) values ($1, $2, $3, $4, $5)`,
    [role.organizationId, role.id, role.name, role.permissions, role.now],
  );
}

export async function updateRole(tx: Transaction, role: CustomRole): Promise<void> {
  await tx.query(
    `update roles set name = $3, permissions = $4 where organization_id = $1 and id = $2 and key is null`,
    [role.organizationId, role.id, role.name, role.permissions],
  );
}

export async function deleteRole(
  tx: Transaction,
  organizationId: string,
  roleId: string,
): Promise<void> {
  await tx.query('delete from roles where organization_id = $1 and id = $2 and key is null', [
    organizationId,
    roleId,
  ]);
}

export async function countCustomRoles(tx: Transaction, organizationId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from roles where organization_id = $1 and key is null',
    [organizationId],
  );
  return row?.count ?? 0;
}
