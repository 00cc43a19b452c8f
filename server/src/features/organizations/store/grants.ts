import {
  permissionNames,
  systemRoles,
  type Permission,
  type SystemRoleKey,
} from '@boardwire/contract/permissions';
import type { Grant } from '../../../platform/authorize.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** An organization with what one member may do in it. */
export interface Belonging {
  grant: Grant;
  name: string;
  createdAt: string;
  deletionScheduledFor: string | null;
  role: { id: string; key: string | null; name: string };
}

interface BelongingRow {
  userId: string;
  organizationId: string;
  membershipId: string;
  name: string;
  createdAt: string;
  deletionScheduledFor: string | null;
  endsInMs: number | null;
  roleId: string;
  roleKey: string | null;
  roleName: string;
  rolePermissions: string[];
}

/**
 * The one predicate of who belongs (security S21): single reads and lists differ in nothing but the rows they ask for.
 * An organization whose day has come is gone, whether or not it has been purged.
 */
const BELONGINGS = `
  select m.user_id as "userId", o.id as "organizationId", m.id as "membershipId", o.name, o.created_at as "createdAt",
    o.deletion_scheduled_for as "deletionScheduledFor",
    extract(epoch from o.deletion_scheduled_for - now())::float8 * 1000 as "endsInMs", r.id as "roleId",
    r.key as "roleKey", r.name as "roleName", r.permissions as "rolePermissions"
  from memberships m
  join roles r on r.organization_id = m.organization_id and r.id = m.role_id
  join organizations o on o.id = m.organization_id
  where m.user_id = any($1) and m.state = 'active'
    and (o.deletion_scheduled_for is null or o.deletion_scheduled_for > now())`;
const IN_ORGANIZATION = `${BELONGINGS} and m.organization_id = $2`;

/** What people may do in an organization, in one statement; who does not belong to it, or no longer, is left out. */
export async function loadGrants(
  tx: Transaction,
  userIds: readonly string[],
  organizationId: string,
): Promise<Map<string, Grant>> {
  const rows = await tx.query<BelongingRow>(IN_ORGANIZATION, [userIds, organizationId]);
  return new Map(rows.map((row) => [row.userId, toBelonging(row).grant]));
}

/** What a person may do in an organization, or null when they do not belong to it, or no longer. */
export async function loadGrant(
  tx: Transaction,
  userId: string,
  organizationId: string,
): Promise<Grant | null> {
  return (await loadGrants(tx, [userId], organizationId)).get(userId) ?? null;
}

export async function findBelonging(
  tx: Transaction,
  userId: string,
  organizationId: string,
): Promise<Belonging | null> {
  const [row] = await tx.query<BelongingRow>(IN_ORGANIZATION, [[userId], organizationId]);
  return row === undefined ? null : toBelonging(row);
}

/** Everything that a person belongs to, by name. */
export async function listBelongings(tx: Transaction, userId: string): Promise<Belonging[]> {
  const rows = await tx.query<BelongingRow>(`${BELONGINGS} order by lower(o.name), o.id`, [
    [userId],
  ]);
  return rows.map(toBelonging);
}

function toBelonging(row: BelongingRow): Belonging {
  return {
    grant: {
      organizationId: row.organizationId,
      membershipId: row.membershipId,
      roleId: row.roleId,
      roleKey: row.roleKey,
      permissions: new Set(permissionsOfRole(row.roleKey, row.rolePermissions)),
      isDeletionScheduled: row.deletionScheduledFor !== null,
      endsInMs: row.endsInMs,
    },
    name: row.name,
    createdAt: row.createdAt,
    deletionScheduledFor: row.deletionScheduledFor,
    role: { id: row.roleId, key: row.roleKey, name: row.roleName },
  };
}

const known: ReadonlySet<string> = new Set(permissionNames);

/** Permissions of a role: built-in ones take them from the code, custom ones keep those that still exist. */
export function permissionsOfRole(key: string | null, stored: readonly string[]): Permission[] {
  if (isSystemRoleKey(key)) return systemRoles[key].permissions;
  return stored.filter((name): name is Permission => known.has(name));
}

function isSystemRoleKey(key: string | null): key is SystemRoleKey {
  return key !== null && Object.hasOwn(systemRoles, key);
}
