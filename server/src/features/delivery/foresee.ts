import type { Transaction } from '../../platform/database/database.ts';
import { decideForPerson, endpointsOf } from './decide.ts';
import type { MessageFacts, SuppressReason } from './domain/plan-delivery.ts';
import type { Channel } from './domain/states.ts';
import { loadFacts, type FactsParts } from './facts.ts';
import { defaultsOf } from './fan-out.ts';
import { readNow } from '../../platform/database/clock.ts';

/**
 * Why a message that is sent now would not reach a person by a channel; null when it would. For whoever waits for it: what
 * is planned in a moment may still be decided otherwise.
 */
export async function foresee(
  tx: Transaction,
  parts: FactsParts,
  {
    organizationId,
    userId,
    category,
    channel,
  }: { organizationId: string; userId: string; category: string; channel: Channel },
): Promise<SuppressReason | null> {
  const question = { organizationId, userIds: [userId], boardIds: [], hashes: [] };
  const [facts, now] = await Promise.all([loadFacts(tx, parts, question), readNow(tx)]);
  const message: MessageFacts = {
    category: defaultsOf(category),
    subject: {},
    lane: 'critical',
    scheduledAt: now,
    expiresAt: null,
    foldsUntil: null,
    channels: [channel],
  };
  const person = facts.person(userId);
  const [place = null] = endpointsOf(message, person, channel, parts);
  const to = { userId, person, place, channel };
  const decision = decideForPerson(message, to, { facts, now });
  if (decision.state !== 'suppressed') return null;
  return decision.reason;
}
