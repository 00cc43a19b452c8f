import { sessionEnded } from '@boardwire/contract/sessions';
import type { OperationContext } from '../../../platform/operation.ts';
import { endSessions, type EndReason } from '../store/sessions.ts';

/** Which sessions of somebody end, and why: one, all but one, or all. */
interface Ending {
  userId: string;
  reason: EndReason;
  only?: string | null;
  except?: string | null;
}

const ACTIONS: Partial<Record<EndReason, string>> = {
  loggedOut: 'user.loggedOut',
  tokenReused: 'user.refreshReused',
};

/**
 * Ends sessions: their tokens stop working on every node, open screens hear of it, the log keeps it. The user is locked
 * before. Answers how many ended.
 */
export async function endAndAnnounce(context: OperationContext, ending: Ending): Promise<number> {
  const { userId, reason } = ending;
  await context.lock(userId);
  const sessionIds = await endSessions(context.tx, ending);
  if (sessionIds.length === 0) return 0;
  for (const subjectId of sessionIds) context.bumpEpoch({ kind: 'session', subjectId });
  context.emit(sessionEnded, userId, { userId, sessionIds, reason });
  context.audit({
    action: ACTIONS[reason] ?? sessionEnded.type,
    outcome: reason === 'tokenReused' ? 'refused' : 'done',
    chain: { userId },
    details: { sessionIds, reason },
  });
  return sessionIds.length;
}
