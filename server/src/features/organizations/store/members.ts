import type { Member } from '@boardwire/contract/members';
import { createId } from '../../../kernel/ids.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Rank } from '../domain.ts';
import { permissionsOfRole } from './grants.ts';

/** A member with what decides who may manage them. */
export interface RankedMember {
  member: Member;
  rank: Rank;
  locale: string;
}

interface MemberRow extends Omit<Member, 'role'> {
  roleId: string;
  roleKey: string | null;
  roleName: string;
  rolePermissions: string[];
  locale: string;
  sortName: string;
}

const MEMBERS = `
  select m.id, m.user_id as "userId", u.name, u.email, m.state, f.enabled_at is not null as "mfaEnabled",
    m.created_at as "joinedAt", r.id as "roleId", r.key as "roleKey", r.name as "roleName",
    r.permissions as "rolePermissions", u.locale, lower(u.name) as "sortName"
  from memberships m
  join users u on u.id = m.user_id
  join roles r on r.organization_id = m.organization_id and r.id = m.role_id
  left join user_mfa f on f.user_id = m.user_id
  where m.organization_id = $1`;

/** Which part of the list to read; `after` is the place of the last row that was read before. */
export interface MemberPage {
  organizationId: string;
  search: string | null;
  /** This person alone. */
  userId: string | null;
  after: { sortName: string; id: string } | null;
  limit: number;
}

/** Members by name; one more than `limit` tells that there is another page. */
export async function listMembers(
  tx: Transaction,
  { organizationId, search, userId, after, limit }: MemberPage,
): Promise<(Member & { sortName: string })[]> {
  const rows = await tx.query<MemberRow>(
    `${MEMBERS} and ($2::text is null or u.name ilike $2 or u.email ilike $2)
       and ($3::text is null or (lower(u.name), m.id) > ($3, $4::uuid))
       and ($6::uuid is null or m.user_id = $6)
     order by lower(u.name), m.id limit $5 + 1`,
    [
      organizationId,
      search && `%${escapeLike(search)}%`,
      after?.sortName ?? null,
      after?.id ?? null,
      limit,
      userId,
    ],
  );
  return rows.map((row) => ({ ...toMember(row), sortName: row.sortName }));
}

/** The text as a LIKE pattern that matches it alone. */
function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

export async function findMember(
  tx: Transaction,
  organizationId: string,
  memberId: string,
): Promise<RankedMember | null> {
  const [row] = await tx.query<MemberRow>(`${MEMBERS} and m.id = $2`, [organizationId, memberId]);
  return row === undefined ? null : toRanked(row);
}

export async function findMemberByUser(
  tx: Transaction,
  organizationId: string,
  userId: string,
): Promise<RankedMember | null> {
  const [row] = await tx.query<MemberRow>(`${MEMBERS} and m.user_id = $2`, [
    organizationId,
    userId,
  ]);
  return row === undefined ? null : toRanked(row);
}

export async function findMemberByEmail(
  tx: Transaction,
  organizationId: string,
  email: string,
): Promise<RankedMember | null> {
  const [row] = await tx.query<MemberRow>(`${MEMBERS} and lower(u.email) = $2`, [
    organizationId,
    email,
  ]);
  return row === undefined ? null : toRanked(row);
}

function toRanked(row: MemberRow): RankedMember {
  const permissions = permissionsOfRole(row.roleKey, row.rolePermissions);
  return { member: toMember(row), rank: { key: row.roleKey, permissions }, locale: row.locale };
}

function toMember(row: MemberRow): Member {
  const { id, userId, name, email, state, mfaEnabled, joinedAt } = row;
  const role = { id: row.roleId, key: row.roleKey, name: row.roleName };
  return { id, userId, name, email, role, state, mfaEnabled, joinedAt };
}

/** Active owners besides the member `exceptId`. */
export async function countOtherOwners(
  tx: Transaction,
  organizationId: string,
  exceptId: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from memberships m
     join roles r on r.organization_id = m.organization_id and r.id = m.role_id
     where m.organization_id = $1 and m.id <> $2 and r.key = 'owner' and m.state = 'active'`,
    [organizationId, exceptId],
  );
  return row?.count ?? 0;
}

export async function insertMember(
  tx: Transaction,
  member: { organizationId: string; userId: string; roleId: string; now: Date },
): Promise<void> {
  await tx.query(
    `insert into memberships (organization_id, id, user_id, role_id, created_at) values ($1, $2, $3, $4, $5)`,
    [member.organizationId, createId(), member.userId, member.roleId, member.now],
  );
}

export async function setMemberRole(
  tx: Transaction,
  {
    organizationId,
    memberId,
    roleId,
  }: { organizationId: string; memberId: string; roleId: string },
): Promise<void> {
  await tx.query('update memberships set role_id = $3 where organization_id = $1 and id = $2', [
    organizationId,
    memberId,
    roleId,
  ]);
}

export async function setMemberState(
  tx: Transaction,
  {
    organizationId,
    memberId,
    state,
  }: { organizationId: string; memberId: string; state: Member['state'] },
): Promise<void> {
  await tx.query('update memberships set state = $3 where organization_id = $1 and id = $2', [
    organizationId,
    memberId,
    state,
  ]);
}

/** Ends a membership; the member's API keys of this organization go with it. */
export async function deleteMember(
  tx: Transaction,
  organizationId: string,
  memberId: string,
): Promise<void> {
  await tx.query('delete from memberships where organization_id = $1 and id = $2', [
    organizationId,
    memberId,
  ]);
}
