import type { Transaction } from '../../platform/database/database.ts';
import { unreachable } from '../../kernel/assert.ts';
import type { Decision, MessageFacts } from './domain/plan-delivery.ts';
import type { Channel } from './domain/states.ts';
import { loadFacts, type Facts, type FactsParts, type Question } from './facts.ts';
import { toMessageFacts } from './fan-out.ts';
import { asAsked, decideForAddress, decideForPerson, endpointsOf, toRule } from './decide.ts';
import { readNow } from '../../platform/database/clock.ts';
import { loadMessages, type ClaimedMessage } from './store/gate.ts';

/** A delivery that is about to be sent, or to be a line of what is. */
export interface Checked {
  id: string;
  messageId: string;
  organizationId: string | null;
  recipientId: string | null;
  channel: Channel;
  addressHash: string;
  addressSealed?: string | null;
  /** A carrier is decided line by line; of itself, only whether it reaches somebody. */
  carriesDigestId?: string | null;
}

/** What rights, choices and addresses say of a delivery at the last moment. */
export type Verdict =
  | { kind: 'go' }
  | { kind: 'ended'; state: 'suppressed' | 'expired'; reason: string; decided: unknown }
  | { kind: 'waits'; runAt: Date }
  | { kind: 'joinsDigest' };

/** Verdicts by id, with the facts that they follow from. */
export interface Rechecked {
  verdicts: Map<string, Verdict>;
  facts: Map<string | null, Facts>;
  now: Date;
}

const GO: Verdict = { kind: 'go' };

/**
 * Decides anew for deliveries that were planned before, as of this transaction: somebody may have lost the right to see
 * the board, turned the category off, or begun their quiet hours since (states of delivery.md). Those of cancelled
 * messages go on to where they are cancelled.
 */
export async function recheck(
  tx: Transaction,
  parts: FactsParts,
  deliveries: readonly Checked[],
): Promise<Rechecked> {
  const messageIds = [...new Set(deliveries.map(({ messageId }) => messageId))];
  const knowing = loadMessages(tx, messageIds).then(
    (messages) => new Map(messages.map((message) => [message.id, message])),
  );
  // Sent together: what is asked about bare addresses needs no message.
  const [known, now, facts] = await Promise.all([
    knowing,
    readNow(tx),
    loadFactsOf(tx, parts, { deliveries, knowing }),
  ]);
  const verdicts = new Map<string, Verdict>();
  for (const delivery of deliveries) {
    const message = known.get(delivery.messageId);
    const its = facts.get(delivery.organizationId);
    const verdict =
      message === undefined || its === undefined
        ? GO
        : judge(toMessageFacts(message), delivery, { ...parts, facts: its, now });
    verdicts.set(delivery.id, verdict);
  }
  return { verdicts, facts, now };
}

async function loadFactsOf(
  tx: Transaction,
  parts: FactsParts,
  {
    deliveries,
    knowing,
  }: {
    deliveries: readonly Checked[];
    knowing: Promise<ReadonlyMap<string, ClaimedMessage>>;
  },
): Promise<Rechecked['facts']> {
  const organizationIds = [...new Set(deliveries.map((each) => each.organizationId))];
  const loaded = organizationIds.map(async (organizationId) => {
    const own = deliveries.filter((each) => each.organizationId === organizationId);
    const userIds = [...new Set(own.flatMap(({ recipientId }) => recipientId ?? []))];
    const boardIds = userIds.length === 0 ? [] : await listBoards(own, knowing);
    const hashes = own.map(({ addressHash }) => addressHash);
    const mails = own.flatMap(namedMail);
    const question = { organizationId, userIds, boardIds, hashes, mails };
    return [organizationId, await loadFacts(tx, parts, question)] as const;
  });
  return new Map(await Promise.all(loaded));
}

async function listBoards(
  deliveries: readonly Checked[],
  knowing: Promise<ReadonlyMap<string, ClaimedMessage>>,
): Promise<string[]> {
  const known = await knowing;
  const boards = deliveries.flatMap(({ messageId }) => known.get(messageId)?.subject.boardId ?? []);
  return [...new Set(boards)];
}

function namedMail({
  recipientId,
  channel,
  addressHash,
  addressSealed = null,
}: Checked): NonNullable<Question['mails']> {
  if (recipientId !== null || channel !== 'email' || addressSealed === null) return [];
  return [{ hash: addressHash, sealed: addressSealed }];
}

function judge(
  message: MessageFacts,
  { recipientId, channel, addressHash, carriesDigestId = null }: Checked,
  parts: FactsParts & { facts: Facts; now: Date },
): Verdict {
  if (recipientId === null)
    return toVerdict(decideForAddress(message, { channel, hash: addressHash }, parts), parts.now);
  const person = parts.facts.person(recipientId);
  // An address that is not theirs any more is none.
  const place =
    endpointsOf(message, person, channel, parts).find(({ hash }) => hash === addressHash) ?? null;
  if (carriesDigestId !== null) {
    const indifferent = person === null ? null : { ...person, preferences: [] };
    const to = { userId: recipientId, person: indifferent, place, channel };
    const category = asAsked(message.category, channel);
    return toVerdict(decideForPerson({ ...message, category }, to, parts), parts.now);
  }
  const to = { userId: recipientId, person, place, channel };
  return toVerdict(decideForPerson(message, to, parts), parts.now);
}

function toVerdict(decision: Decision, now: Date): Verdict {
  switch (decision.state) {
    case 'suppressed':
    case 'expired': {
      const { state, reason } = decision;
      return { kind: 'ended', state, reason, decided: toRule(decision) };
    }
    case 'queued':
      if (decision.isDigest) return { kind: 'joinsDigest' };
      return decision.runAt > now ? { kind: 'waits', runAt: decision.runAt } : GO;
    default:
      return unreachable(decision);
  }
}
