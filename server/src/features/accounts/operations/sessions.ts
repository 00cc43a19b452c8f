import * as contract from '@boardwire/contract/sessions';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { notFound } from '../../../platform/refusal.ts';
import { listSessions } from '../store/sessions.ts';
import { endAndAnnounce } from './end-sessions.ts';

const list = implement(contract.list, {
  async handle(_input, context) {
    const current = currentSessionId(context);
    const rows = await listSessions(context.tx, requireUserId(context.actor));
    return rows.map((row) => ({ ...row, isCurrent: row.id === current }));
  },
});

const revoke = implement(contract.revoke, {
  async handle({ sessionId }, context) {
    const userId = requireUserId(context.actor);
    const ended = await endAndAnnounce(context, { userId, reason: 'revoked', only: sessionId });
    if (ended === 0) throw notFound('This session');
    return { done: true } as const;
  },
});

const revokeOthers = implement(contract.revokeOthers, {
  async handle(_input, context) {
    const userId = requireUserId(context.actor);
    const except = currentSessionId(context);
    return { ended: await endAndAnnounce(context, { userId, reason: 'revoked', except }) };
  },
});

/** Where one is signed in. */
export const sessionOperations: readonly Operation[] = [list, revoke, revokeOthers];

function currentSessionId({ actor }: OperationContext): string | null {
  return actor.kind === 'user' ? actor.sessionId : null;
}
