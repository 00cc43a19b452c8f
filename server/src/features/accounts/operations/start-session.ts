import { createHmac } from 'node:crypto';
import type { Session } from '@boardwire/contract/authentication';
import { createId, createSecret } from '../../../kernel/ids.ts';
import type { OperationContext } from '../../../platform/operation.ts';
import type { AccountsParts } from '../parts.ts';
import { insertRefreshToken } from '../store/refresh-tokens.ts';
import { insertSession, readAcquaintance } from '../store/sessions.ts';
import type { UserRow } from '../store/users.ts';
import { toAccount } from './account.ts';
import { noticeNewSignIn } from './notices.ts';

const REFRESH_TOKEN_PREFIX = 'bw_rt_';

/** How somebody came in. */
export type EntryPath = 'registration' | 'password' | 'app' | 'recoveryCode';

/** Signs somebody in who has proved everything that is asked of them. */
export async function startSession(
  parts: AccountsParts,
  context: OperationContext,
  user: UserRow,
  by: EntryPath,
): Promise<Session> {
  const { tx, request } = context;
  const id = createId();
  const refreshToken = REFRESH_TOKEN_PREFIX + createSecret();
  const { hasSignedIn, knowsUserAgent } = await readAcquaintance(tx, user.id, request.userAgent);
  await insertSession(tx, {
    id,
    userId: user.id,
    userAgent: request.userAgent,
    ipAddress: request.ipAddress,
  });
  await insertRefreshToken(tx, id, refreshToken);
  if (hasSignedIn && !knowsUserAgent) await noticeNewSignIn(parts, context, user);
  context.audit({
    action: 'user.loggedIn',
    chain: { userId: user.id },
    details: { sessionId: id, by },
    actor: { kind: 'user', userId: user.id, sessionId: id },
  });
  return describeSession(parts, user, { id, refreshToken });
}

/** The answer that signs in: an access token, and the refresh token for the next one. */
export async function describeSession(
  { tokens }: AccountsParts,
  user: UserRow,
  session: { id: string; refreshToken: string },
): Promise<Session> {
  const { token, expiresAt } = await tokens.sign(user.id, session.id);
  return {
    status: 'signedIn',
    accessToken: token,
    accessTokenExpiresAt: expiresAt,
    refreshToken: session.refreshToken,
    sessionId: session.id,
    account: toAccount(user),
  };
}

/** The one token that may follow `token`: whoever repeats a lost request gets the same (security S8). */
export function deriveSuccessor({ keys }: AccountsParts, token: string): string {
  return (
    REFRESH_TOKEN_PREFIX + createHmac('sha256', keys.refresh).update(token).digest('base64url')
  );
}
