import type { Transaction } from '../../../platform/database/database.ts';
import { hashToken } from './token-hash.ts';

/** What a one-time secret is for. */
export type TokenKind = 'verifyEmail' | 'changeEmail' | 'resetPassword' | 'mfaChallenge';

/** Whose secret it is, and which address it was sent to. */
interface TokenOwner {
  userId: string;
  email: string;
}

/** A secret dies after this many wrong answers beside it (security S28). */
const MAX_ATTEMPTS = 5;
const OWNER = `user_id as "userId", email`;
const USABLE = `token_hash = $1 and kind = $2 and used_at is null and attempts < ${MAX_ATTEMPTS} and expires_at > now()`;

/** Stores the hash of a secret; answers when it ends. */
export async function insertToken(
  tx: Transaction,
  token: TokenOwner & { secret: string; kind: TokenKind; lifetimeMs: number },
): Promise<string> {
  const [row] = await tx.query<{ expiresAt: string }>(
    `insert into one_time_tokens (token_hash, kind, user_id, email, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5::double precision / 1000))
     returning expires_at as "expiresAt"`,
    [hashToken(token.secret), token.kind, token.userId, token.email, token.lifetimeMs],
  );
  return row?.expiresAt ?? '';
}

/** The owner of a secret that can still be used. */
export async function findToken(
  tx: Transaction,
  kind: TokenKind,
  secret: string,
): Promise<TokenOwner | null> {
  const [row] = await tx.query<TokenOwner>(`select ${OWNER} from one_time_tokens where ${USABLE}`, [
    hashToken(secret),
    kind,
  ]);
  return row ?? null;
}

/** Uses a secret up: of any number of callers, one gets its owner (security S27). */
export async function useToken(
  tx: Transaction,
  kind: TokenKind,
  secret: string,
): Promise<TokenOwner | null> {
  const [row] = await tx.query<TokenOwner>(
    `update one_time_tokens set used_at = now() where ${USABLE} returning ${OWNER}`,
    [hashToken(secret), kind],
  );
  return row ?? null;
}

/** Takes one of the tries that a secret has; the row stays locked, so tries come one after the other. */
export async function takeAttempt(
  tx: Transaction,
  kind: TokenKind,
  secret: string,
): Promise<(TokenOwner & { attemptsLeft: number }) | null> {
  const [row] = await tx.query<TokenOwner & { attemptsLeft: number }>(
    `update one_time_tokens set attempts = attempts + 1 where ${USABLE}
     returning ${OWNER}, ${MAX_ATTEMPTS} - attempts as "attemptsLeft"`,
    [hashToken(secret), kind],
  );
  return row ?? null;
}

/** Ends a secret whose try succeeded. */
export async function endToken(tx: Transaction, secret: string): Promise<void> {
  await tx.query(`update one_time_tokens set used_at = now() where token_hash = $1`, [
    hashToken(secret),
  ]);
}

/** Voids the unused secrets of an account: all of them, or those of one kind. */
export async function voidTokens(
  tx: Transaction,
  userId: string,
  kind: TokenKind | null = null,
): Promise<void> {
  await tx.query(
    `update one_time_tokens set used_at = now()
     where user_id = $1 and used_at is null and ($2::text is null or kind = $2)`,
    [userId, kind],
  );
}

/** How many secrets of a kind an account was given within the last `periodMs`. */
export async function countRecentTokens(
  tx: Transaction,
  { userId, kind, periodMs }: { userId: string; kind: TokenKind; periodMs: number },
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from one_time_tokens
     where user_id = $1 and kind = $2 and created_at > now() - make_interval(secs => $3::double precision / 1000)`,
    [userId, kind, periodMs],
  );
  return row?.count ?? 0;
}
