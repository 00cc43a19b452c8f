import type { Transaction } from '../../../platform/database/database.ts';
import { hashToken } from './token-hash.ts';

/** A refresh token that was given out, and where its session stands. */
export interface RefreshTokenRow {
  sessionId: string;
  userId: string;
  isSpent: boolean;
  /** Spent so recently that the answer may have been lost on its way. */
  isJustSpent: boolean;
  isExpired: boolean;
  isSessionLive: boolean;
}

/** A token lives this long, and never longer than its session (security S8). */
const LIFETIME = `interval '7 days'`;
/** Within this time a spent token answers its successor again (security S8). */
const GRACE = `interval '10 seconds'`;

export async function insertRefreshToken(
  tx: Transaction,
  sessionId: string,
  token: string,
): Promise<void> {
  await tx.query(
    `insert into refresh_tokens (token_hash, session_id, expires_at)
     select $2, id, least(now() + ${LIFETIME}, expires_at) from sessions where id = $1`,
    [sessionId, hashToken(token)],
  );
}

export async function findRefreshToken(
  tx: Transaction,
  token: string,
): Promise<RefreshTokenRow | null> {
  const [row] = await tx.query<RefreshTokenRow>(
    `select t.session_id as "sessionId", s.user_id as "userId", t.used_at is not null as "isSpent",
       coalesce(t.used_at > now() - ${GRACE}, false) as "isJustSpent", t.expires_at <= now() as "isExpired",
       s.ended_at is null and s.expires_at > now() as "isSessionLive"
     from refresh_tokens t join sessions s on s.id = t.session_id
     where t.token_hash = $1`,
    [hashToken(token)],
  );
  return row ?? null;
}

/** Spends the token of a live session; of any number of callers one succeeds (security S27). */
export async function spendRefreshToken(tx: Transaction, token: string): Promise<boolean> {
  const rows = await tx.query(
    `update refresh_tokens t set used_at = now() from sessions s
     where t.token_hash = $1 and t.used_at is null and t.expires_at > now()
       and s.id = t.session_id and s.ended_at is null and s.expires_at > now()
     returning t.session_id`,
    [hashToken(token)],
  );
  return rows.length === 1;
}

/** Notes that the session is in use, and from where. */
export async function touchSession(
  tx: Transaction,
  sessionId: string,
  ipAddress: string,
): Promise<void> {
  await tx.query(`update sessions set last_seen_at = now(), ip_address = $2 where id = $1`, [
    sessionId,
    ipAddress,
  ]);
}
