import type { Transaction } from '../../../platform/database/database.ts';

/** An account with everything that its operations decide on. */
export interface UserRow {
  id: string;
  email: string;
  emailVerifiedAt: string | null;
  pendingEmail: string | null;
  name: string;
  passwordHash: string;
  locale: string;
  timeZone: string;
  theme: 'system' | 'light' | 'dark';
  isInstanceOwner: boolean;
  invitationId: string | null;
  mfaEnabled: boolean;
  createdAt: string;
}

const USERS = `
  select u.id, u.email, u.email_verified_at as "emailVerifiedAt", u.pending_email as "pendingEmail", u.name,
    u.password_hash as "passwordHash", u.locale, u.time_zone as "timeZone", u.theme,
    u.is_instance_owner as "isInstanceOwner", u.invitation_id as "invitationId", u.created_at as "createdAt",
    exists (select 1 from user_mfa m where m.user_id = u.id and m.enabled_at is not null) as "mfaEnabled"
  from users u`;

export async function findUser(tx: Transaction, userId: string): Promise<UserRow | null> {
  const [row] = await tx.query<UserRow>(`${USERS} where u.id = $1`, [userId]);
  return row ?? null;
}

export async function findUserByEmail(tx: Transaction, email: string): Promise<UserRow | null> {
  const [row] = await tx.query<UserRow>(`${USERS} where lower(u.email) = lower($1)`, [email]);
  return row ?? null;
}

export async function findInstanceOwner(tx: Transaction): Promise<UserRow | null> {
  const [row] = await tx.query<UserRow>(`${USERS} where u.is_instance_owner`);
  return row ?? null;
}

/** Names of the organizations that somebody belongs to, for judging their password. */
export async function listOrganizationNames(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select o.name from memberships m join organizations o on o.id = m.organization_id where m.user_id = $1`,
    [userId],
  );
  return rows.map(({ name }) => name);
}

/** The name of one organization, for the password of somebody who is invited to it. */
export async function listInvitingNames(
  tx: Transaction,
  organizationId: string,
): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(`select name from organizations where id = $1`, [
    organizationId,
  ]);
  return rows.map(({ name }) => name);
}

/** A new account. */
export interface NewUser {
  id: string;
  email: string;
  isVerified: boolean;
  name: string;
  passwordHash: string;
  isInstanceOwner: boolean;
  invitationId: string | null;
  locale: string;
  timeZone: string;
}

/** Stores an account; false when its address has one, its invitation was used or the instance has an owner. */
export async function insertUser(tx: Transaction, user: NewUser): Promise<boolean> {
  const rows = await tx.query(
    `insert into users (id, email, email_verified_at, name, password_hash, is_instance_owner, invitation_id, locale, time_zone)
     values ($1, $2, case when $3 then now() end, $4, $5, $6, $7, $8, $9)
     on conflict do nothing returning id`,
    [
      user.id,
      user.email,
      user.isVerified,
      user.name,
      user.passwordHash,
      user.isInstanceOwner,
      user.invitationId,
      user.locale,
      user.timeZone,
    ],
  );
  return rows.length === 1;
}
