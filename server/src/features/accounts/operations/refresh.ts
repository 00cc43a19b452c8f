import * as contract from '@boardwire/contract/authentication';
import type { Session } from '@boardwire/contract/authentication';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { KeptRefusal, unauthorized } from '../../../platform/refusal.ts';
import type { AccountsParts } from '../parts.ts';
import {
  findRefreshToken,
  insertRefreshToken,
  spendRefreshToken,
  touchSession,
  type RefreshTokenRow,
} from '../store/refresh-tokens.ts';
import { requireUser } from './account.ts';
import { endAndAnnounce } from './end-sessions.ts';
import { deriveSuccessor, describeSession } from './start-session.ts';

/** Exchanging and giving back refresh tokens. */
export function createRefreshOperations(parts: AccountsParts): Operation[] {
  return [refresh(parts), logOut];
}

function refresh(parts: AccountsParts): Operation {
  return implement(contract.refresh, {
    async handle({ refreshToken }, context) {
      if (refreshToken === undefined) throw unauthorized('Sign in first', 'no_credential');
      const row = await findRefreshToken(context.tx, refreshToken);
      if (row === null || !row.isSessionLive) throw refuseToken();
      if (row.isSpent && !row.isJustSpent) await endFamily(context, row);
      if (row.isExpired) throw refuseToken();
      return exchange(parts, context, row, refreshToken);
    },
  });
}

const logOut = implement(contract.logOut, {
  async handle({ refreshToken }, context) {
    const { tx, actor } = context;
    const row = refreshToken === undefined ? null : await findRefreshToken(tx, refreshToken);
    const session =
      row ?? (actor.kind === 'user' ? { userId: actor.userId, sessionId: actor.sessionId } : null);
    if (session !== null) {
      const { userId, sessionId } = session;
      await endAndAnnounce(context, { userId, reason: 'loggedOut', only: sessionId });
    }
    return { done: true } as const;
  },
});

async function exchange(
  parts: AccountsParts,
  context: OperationContext,
  { sessionId, userId, isSpent }: RefreshTokenRow,
  refreshToken: string,
): Promise<Session> {
  const { tx, request } = context;
  const successor = deriveSuccessor(parts, refreshToken);
  if (!isSpent && (await spendRefreshToken(tx, refreshToken))) {
    await insertRefreshToken(tx, sessionId, successor);
    await touchSession(tx, sessionId, request.ipAddress);
  } else {
    // Spent just now, perhaps while we looked: the answer is the same, unless the session ended meanwhile.
    const now = await findRefreshToken(tx, refreshToken);
    if (now === null || !now.isSpent || !now.isSessionLive) throw refuseToken();
  }
  return describeSession(parts, await requireUser(tx, userId), {
    id: sessionId,
    refreshToken: successor,
  });
}

/** A token that was spent a while ago is in two hands: nobody keeps the session. */
async function endFamily(
  context: OperationContext,
  { userId, sessionId }: RefreshTokenRow,
): Promise<never> {
  await endAndAnnounce(context, { userId, reason: 'tokenReused', only: sessionId });
  const { code, message, details } = refuseToken();
  throw new KeptRefusal(code, message, details);
}

function refuseToken() {
  return unauthorized('This session has ended; sign in again', 'session_ended');
}
