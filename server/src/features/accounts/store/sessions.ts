import type { Transaction } from '../../../platform/database/database.ts';

/** A place where somebody is signed in. */
export interface SessionRow {
  id: string;
  userAgent: string;
  ipAddress: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

/** Why sessions ended. */
export type EndReason =
  | 'loggedOut'
  | 'revoked'
  | 'tokenReused'
  | 'passwordChanged'
  | 'passwordReset'
  | 'mfaEnabled'
  | 'operator';

/** However often its tokens are renewed, a session ends after this time (security S8). */
const LIFETIME = `interval '30 days'`;
const LIVE = `ended_at is null and expires_at > now()`;

export async function insertSession(
  tx: Transaction,
  session: { id: string; userId: string; userAgent: string; ipAddress: string },
): Promise<void> {
  await tx.query(
    `insert into sessions (id, user_id, user_agent, ip_address, expires_at)
     values ($1, $2, $3, $4, now() + ${LIFETIME})`,
    [session.id, session.userId, session.userAgent, session.ipAddress],
  );
}

export async function listSessions(tx: Transaction, userId: string): Promise<SessionRow[]> {
  return tx.query<SessionRow>(
    `select id, user_agent as "userAgent", ip_address as "ipAddress", created_at as "createdAt",
       last_seen_at as "lastSeenAt", expires_at as "expiresAt"
     from sessions where user_id = $1 and ${LIVE} order by last_seen_at desc, id desc`,
    [userId],
  );
}

/** Ends sessions of an account that still live: one, all but one, or all. Answers those that ended. */
export async function endSessions(
  tx: Transaction,
  {
    userId,
    reason,
    only = null,
    except = null,
  }: { userId: string; reason: EndReason; only?: string | null; except?: string | null },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `update sessions set ended_at = now(), end_reason = $2
     where user_id = $1 and ${LIVE} and ($3::uuid is null or id = $3) and ($4::uuid is null or id <> $4)
     returning id`,
    [userId, reason, only, except],
  );
  return rows.map(({ id }) => id);
}

/** Whether a session still lives; for requests while the view of ended sessions is stale. */
export async function isSessionActive(tx: Transaction, sessionId: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from sessions where id = $1 and ${LIVE}`, [sessionId]);
  return rows.length === 1;
}

/** Whether somebody has signed in before, and with this program; earlier sessions are kept for a while. */
export async function readAcquaintance(
  tx: Transaction,
  userId: string,
  userAgent: string,
): Promise<{ hasSignedIn: boolean; knowsUserAgent: boolean }> {
  const [row] = await tx.query<{ hasSignedIn: boolean; knowsUserAgent: boolean }>(
    `select count(*) > 0 as "hasSignedIn", count(*) filter (where user_agent = $2) > 0 as "knowsUserAgent"
     from sessions where user_id = $1`,
    [userId, userAgent],
  );
  return row ?? { hasSignedIn: false, knowsUserAgent: false };
}
