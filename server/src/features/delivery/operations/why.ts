import * as contract from '@boardwire/contract/deliveries';
import { implement, type Operation } from '../../../platform/operation.ts';
import { notFound } from '../../../platform/refusal.ts';
import { explain } from '../explain.ts';
import { loadFacts } from '../facts.ts';
import { toMessageFacts } from '../fan-out.ts';
import { readNow } from '../../../platform/database/clock.ts';
import { findMessage, listDecided } from '../store/why.ts';
import type { OperationParts } from './parts.ts';

/** Why somebody did or did not get a message (delivery D24). */
export function createWhyOperation(parts: OperationParts): Operation {
  return implement(contract.why, {
    async handle({ jobId, userId }, { tx }) {
      const message = await findMessage(tx, jobId);
      if (message === null) throw notFound('This message');
      const { organizationId, subject, recipients } = message;
      const rows = await listDecided(tx, message.id, userId);
      const isNamed = recipients.some((one) => 'userId' in one && one.userId === userId);
      const isRecipient = rows.length > 0 || isNamed;
      const facts = await loadFacts(tx, parts, {
        organizationId,
        userIds: [userId],
        boardIds: subject.boardId === undefined ? [] : [subject.boardId],
        hashes: [],
      });
      const now = await readNow(tx);
      const about = { userId, rows, isRecipient };
      const channels = explain(toMessageFacts(message), about, { ...parts, facts, now });
      return { userId, isRecipient, channels };
    },
  });
}
