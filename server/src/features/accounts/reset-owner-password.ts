import { userPasswordChanged } from '@boardwire/contract/accounts';
import { sessionEnded } from '@boardwire/contract/sessions';
import { createId, createSecret } from '../../kernel/ids.ts';
import { bumpEpochs } from '../../platform/access-epochs.ts';
import type { Actor, RequestInfo } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { appendEvents } from '../../platform/event-log.ts';
import type { Passwords } from '../../platform/passwords.ts';
import { deleteMfa } from './store/mfa.ts';
import { voidTokens } from './store/one-time-tokens.ts';
import { endSessions } from './store/sessions.ts';
import { resetPasswordHash } from './store/user-changes.ts';
import { findInstanceOwner } from './store/users.ts';

/** 24 characters, 144 random bits. */
const PASSWORD_BYTES = 18;
const OPERATOR: Actor = { kind: 'system', name: 'boardwire reset-owner-password' };

/**
 * Gives the instance owner a new random password and ends their sessions, for an operator at the console; with
 * `disableMfa` the second factor goes too. Answers null when the instance has no owner yet.
 */
export async function resetOwnerPassword(
  database: Pick<Database, 'write'>,
  passwords: Passwords,
  { disableMfa = false }: { disableMfa?: boolean } = {},
): Promise<{ email: string; password: string } | null> {
  const password = createSecret(PASSWORD_BYTES);
  const hash = await passwords.hash(password);
  return database.write('all', async (tx) => {
    const owner = await findInstanceOwner(tx);
    if (owner === null) return null;
    // Before the first write, so that events keep the order of changes.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [owner.id]);
    await resetPasswordHash(tx, owner.id, hash);
    await voidTokens(tx, owner.id);
    if (disableMfa) await deleteMfa(tx, owner.id);
    await announce(tx, owner.id, { disableMfa });
    return { email: owner.email, password };
  });
}

async function announce(
  tx: Transaction,
  userId: string,
  details: { disableMfa: boolean },
): Promise<void> {
  const sessionIds = await endSessions(tx, { userId, reason: 'operator' });
  const request: RequestInfo = { requestId: createId(), ipAddress: '', userAgent: '' };
  const origin = { actor: OPERATOR, request, now: new Date() };
  const base = { aggregateId: userId, organizationId: null };
  const events = [{ ...base, spec: userPasswordChanged, payload: { userId, how: 'operator' } }];
  const ended = {
    ...base,
    spec: sessionEnded,
    payload: { userId, sessionIds, reason: 'operator' },
  };
  await appendEvents(tx, sessionIds.length > 0 ? [...events, ended] : events, origin);
  await bumpEpochs(
    tx,
    sessionIds.map((subjectId) => ({ kind: 'session', subjectId }) as const),
  );
  const record = {
    action: 'user.passwordReset',
    target: { type: 'user', id: userId },
    details: { ...details, sessionIds },
  };
  await appendAudit(
    tx,
    [
      { ...record, chain: { userId } },
      { ...record, chain: 'instance' },
    ],
    { ...origin, info: request },
  );
}
