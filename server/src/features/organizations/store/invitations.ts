import type { Transaction } from '../../../platform/database/database.ts';
import type { InvitationDates, Rank } from '../domain.ts';
import { permissionsOfRole } from './grants.ts';

/** An invitation with everything that decides about it. */
export interface InvitationRow extends InvitationDates {
  id: string;
  organizationId: string;
  organizationName: string;
  organizationDeletionScheduledFor: string | null;
  email: string | null;
  role: { id: string; key: string | null; name: string };
  rank: Rank;
  invitedBy: { userId: string; name: string };
  createdAt: string;
  /** True when it was found by the secret that only its mail carries. */
  provesAddress: boolean;
}

type FlatRow = Omit<InvitationRow, 'role' | 'rank' | 'invitedBy'> & {
  roleId: string;
  roleKey: string | null;
  roleName: string;
  rolePermissions: string[];
  inviterId: string;
  inviterName: string;
};

const COLUMNS = `i.id, i.organization_id as "organizationId", o.name as "organizationName",
    o.deletion_scheduled_for as "organizationDeletionScheduledFor", i.email, i.role_id as "roleId", r.key as "roleKey",
    r.name as "roleName", r.permissions as "rolePermissions", i.invited_by as "inviterId", u.name as "inviterName",
    i.created_at as "createdAt", i.expires_at as "expiresAt", i.used_at as "usedAt", i.revoked_at as "revokedAt"`;
const SOURCE = `from invitations i
  join organizations o on o.id = i.organization_id
  join roles r on r.organization_id = i.organization_id and r.id = i.role_id
  join users u on u.id = i.invited_by`;
const IS_WAITING = 'i.used_at is null and i.revoked_at is null';

/** The invitation that a link's secret belongs to, whatever became of it. */
export async function findInvitationByToken(
  tx: Transaction,
  tokenHash: Buffer,
): Promise<InvitationRow | null> {
  const [row] = await tx.query<FlatRow>(
    `select ${COLUMNS}, i.mail_token_hash is not distinct from $1 as "provesAddress" ${SOURCE}
     where i.token_hash = $1 or i.mail_token_hash = $1`,
    [tokenHash],
  );
  return row === undefined ? null : toInvitation(row);
}

/** An invitation that was neither taken nor taken back. */
export async function findWaitingInvitation(
  tx: Transaction,
  organizationId: string,
  invitationId: string,
): Promise<InvitationRow | null> {
  const [row] = await tx.query<FlatRow>(
    `select ${COLUMNS}, false as "provesAddress" ${SOURCE} where i.organization_id = $1 and i.id = $2 and ${IS_WAITING}`,
    [organizationId, invitationId],
  );
  return row === undefined ? null : toInvitation(row);
}

/** The invitation of an address that was neither taken nor taken back. */
export async function findWaitingByEmail(
  tx: Transaction,
  organizationId: string,
  email: string,
): Promise<InvitationRow | null> {
  const [row] = await tx.query<FlatRow>(
    `select ${COLUMNS}, false as "provesAddress" ${SOURCE} where i.organization_id = $1 and lower(i.email) = $2 and ${IS_WAITING}`,
    [organizationId, email],
  );
  return row === undefined ? null : toInvitation(row);
}

/** Invitations that were neither taken nor taken back, newest first; expired ones among them. */
export async function listWaitingInvitations(
  tx: Transaction,
  organizationId: string,
): Promise<InvitationRow[]> {
  const rows = await tx.query<FlatRow>(
    `select ${COLUMNS}, false as "provesAddress" ${SOURCE}
     where i.organization_id = $1 and ${IS_WAITING} order by i.created_at desc, i.id desc`,
    [organizationId],
  );
  return rows.map(toInvitation);
}

function toInvitation(row: FlatRow): InvitationRow {
  const { roleId, roleKey, roleName, rolePermissions, inviterId, inviterName, ...rest } = row;
  return {
    ...rest,
    role: { id: roleId, key: roleKey, name: roleName },
    rank: { key: roleKey, permissions: permissionsOfRole(roleKey, rolePermissions) },
    invitedBy: { userId: inviterId, name: inviterName },
  };
}

export async function countWaitingInvitations(
  tx: Transaction,
  organizationId: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from invitations i where i.organization_id = $1 and ${IS_WAITING}`,
    [organizationId],
  );
  return row?.count ?? 0;
}

/** Secrets of an invitation's links, hashed, and who stands for it until when. */
export interface InvitationTerms {
  tokenHash: Buffer;
  mailTokenHash: Buffer | null;
  invitedBy: string;
  expiresAt: Date;
}

export async function insertInvitation(
  tx: Transaction,
  row: InvitationTerms & {
    organizationId: string;
    id: string;
    email: string | null;
    roleId: string;
    now: Date;
  },
): Promise<void> {
  await tx.query(
    `insert into invitations (organization_id, id, email, role_id, token_hash, mail_token_hash, invited_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.organizationId,
      row.id,
      row.email,
      row.roleId,
      row.tokenHash,
      row.mailTokenHash,
      row.invitedBy,
      row.now,
      row.expiresAt,
    ],
  );
}

/** Gives an invitation new secrets; the old links stop working. */
export async function renewInvitation(
  tx: Transaction,
  invitationId: string,
  terms: InvitationTerms,
): Promise<void> {
  await tx.query(
    `update invitations i set token_hash = $2, mail_token_hash = $3, invited_by = $4, expires_at = $5
     where i.id = $1 and ${IS_WAITING}`,
    [invitationId, terms.tokenHash, terms.mailTokenHash, terms.invitedBy, terms.expiresAt],
  );
}

/** Takes an invitation back; false when somebody was quicker. */
export async function revokeInvitation(
  tx: Transaction,
  organizationId: string,
  invitationId: string,
): Promise<boolean> {
  const rows = await tx.query(
    `update invitations i set revoked_at = now() where i.organization_id = $1 and i.id = $2 and ${IS_WAITING} returning i.id`,
    [organizationId, invitationId],
  );
  return rows.length === 1;
}

/** Uses an invitation up, in one statement (security S27); false when it is not open any more. */
export async function useInvitation(
  tx: Transaction,
  invitationId: string,
  userId: string,
): Promise<boolean> {
  const rows = await tx.query(
    `update invitations i set used_at = now(), used_by = $2
     where i.id = $1 and ${IS_WAITING} and i.expires_at > now() returning i.id`,
    [invitationId, userId],
  );
  return rows.length === 1;
}

/** Open invitations to a role. */
export async function countOpenInvitationsTo(
  tx: Transaction,
  organizationId: string,
  roleId: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from invitations i
     where i.organization_id = $1 and i.role_id = $2 and ${IS_WAITING} and i.expires_at > now()`,
    [organizationId, roleId],
  );
  return row?.count ?? 0;
}

/** Forgets the invitations to a role, when none of them is open any more; the audit log remembers them. */
export async function deleteInvitationsTo(
  tx: Transaction,
  organizationId: string,
  roleId: string,
): Promise<void> {
  await tx.query('delete from invitations where organization_id = $1 and role_id = $2', [
    organizationId,
    roleId,
  ]);
}
