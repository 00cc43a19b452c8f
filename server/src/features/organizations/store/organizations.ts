import { systemRoles } from '@boardwire/contract/permissions';
import { createId } from '../../../kernel/ids.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** An organization's own row. */
export interface OrganizationRow {
  id: string;
  name: string;
  createdAt: string;
  deletionScheduledFor: string | null;
}

const COLUMNS = `id, name, created_at as "createdAt", deletion_scheduled_for as "deletionScheduledFor"`;

export async function findOrganization(
  tx: Transaction,
  organizationId: string,
): Promise<OrganizationRow | null> {
  const [row] = await tx.query<OrganizationRow>(
    `select ${COLUMNS} from organizations where id = $1`,
    [organizationId],
  );
  return row ?? null;
}

/** Inserts an organization with its built-in roles and its first owner; answers its id. */
export async function insertOrganization(
  tx: Transaction,
  { name, ownerId, now }: { name: string; ownerId: string; now: Date },
): Promise<string> {
  const organizationId = createId();
  const roles = Object.entries(systemRoles).map(([key, role]) => ({
    id: createId(),
    key,
    name: role.name,
  }));
  const owner = roles.find((role) => role.key === 'owner');
  await tx.query('insert into organizations (id, name, created_at) values ($1, $2, $3)', [
    organizationId,
    name,
    now,
  ]);
  await tx.query(
    `insert into roles (organization_id, id, key, name, created_at)
     select $1, id, key, name, $5 from unnest($2::uuid[], $3::text[], $4::text[]) as r (id, key, name)`,
    [
      organizationId,
      roles.map((role) => role.id),
      roles.map((role) => role.key),
      roles.map((role) => role.name),
      now,
    ],
  );
  await tx.query(
    `insert into memberships (organization_id, id, user_id, role_id, created_at) values ($1, $2, $3, $4, $5)`,
    [organizationId, createId(), ownerId, owner?.id, now],
  );
  return organizationId;
}

/** How many organizations the person owns, those that wait for their deletion included. */
export async function countOwned(tx: Transaction, userId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from memberships m
     join roles r on r.organization_id = m.organization_id and r.id = m.role_id
     where m.user_id = $1 and r.key = 'owner'`,
    [userId],
  );
  return row?.count ?? 0;
}

export async function renameOrganization(
  tx: Transaction,
  organizationId: string,
  name: string,
): Promise<void> {
  await tx.query('update organizations set name = $2 where id = $1', [organizationId, name]);
}

export async function scheduleDeletion(
  tx: Transaction,
  organizationId: string,
  on: Date,
): Promise<void> {
  await tx.query('update organizations set deletion_scheduled_for = $2 where id = $1', [
    organizationId,
    on,
  ]);
}

/** Calls a deletion off; false once its day has come, since rows may be gone already. */
export async function cancelDeletion(tx: Transaction, organizationId: string): Promise<boolean> {
  const rows = await tx.query(
    `update organizations set deletion_scheduled_for = null
     where id = $1 and deletion_scheduled_for > clock_timestamp() returning id`,
    [organizationId],
  );
  return rows.length === 1;
}

/** Addresses of the active owners, to write to them. */
export function listOwnerAddresses(
  tx: Transaction,
  organizationId: string,
): Promise<{ email: string; locale: string }[]> {
  return tx.query(
    `select u.email, u.locale from memberships m
     join roles r on r.organization_id = m.organization_id and r.id = m.role_id
     join users u on u.id = m.user_id
     where m.organization_id = $1 and r.key = 'owner' and m.state = 'active' order by u.id`,
    [organizationId],
  );
}
