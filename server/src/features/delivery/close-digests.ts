import type { Database, Transaction } from '../../platform/database/database.ts';
import { createId } from '../../kernel/ids.ts';
import { policyOf } from './domain/channel-policy.ts';
import { maxAttemptsOf } from './domain/retry-schedule.ts';
import { loadFacts, type Endpoint, type Facts, type FactsParts, type Person } from './facts.ts';
import { defaultsOf } from './fan-out.ts';
import { endpointsOf } from './decide.ts';
import { sealEndpoint } from './plan-target.ts';
import {
  closeDigests,
  endLines,
  listWithLines,
  markCarriers,
  takeClosing,
  type ClosingDigest,
} from './store/digests.ts';
import { addPlanned, insertMessage, type PlannedDelivery } from './store/plan.ts';

/** Digests of one transaction. */
const BATCH_SIZE = 100;
/** What the carrier's message is called; whoever renders it reads the lines by the digest's id. */
const DIGEST = 'digest';

/**
 * Closes digests whose time has come: those with lines get one carrier each (delivery D16), which is sent as anything
 * else is. Answers how many were closed.
 */
export async function closeDueDigests(
  parts: FactsParts & { database: Database },
  signal?: AbortSignal,
): Promise<number> {
  let closed = 0;
  for (;;) {
    const count = await parts.database.write('all', (tx) => closeBatch(tx, parts));
    closed += count;
    if (count === 0 || signal?.aborted === true) return closed;
  }
}

async function closeBatch(tx: Transaction, parts: FactsParts): Promise<number> {
  const digests = await takeClosing(tx, BATCH_SIZE);
  if (digests.length === 0) return 0;
  const ids = digests.map(({ id }) => id);
  const withLines = await listWithLines(tx, ids);
  const carriers = new Map<string, string>();
  for (const organizationId of new Set(digests.map((digest) => digest.organizationId))) {
    const own = digests.filter(
      (digest) => digest.organizationId === organizationId && withLines.has(digest.id),
    );
    const userIds = [...new Set(own.map(({ userId }) => userId))];
    const facts = await loadFacts(tx, parts, { organizationId, userIds, boardIds: [], hashes: [] });
    for (const digest of own) {
      const carrierId = await carry(tx, parts, { digest, facts });
      if (carrierId !== null) carriers.set(digest.id, carrierId);
    }
  }
  const made = [...carriers].map(([digestId, id]) => ({ id, digestId }));
  if (made.length > 0) await markCarriers(tx, made);
  await closeDigests(
    tx,
    ids,
    ids.map((id) => carriers.get(id) ?? null),
  );
  return digests.length;
}

/** Makes the carrier of a digest; null when nothing reaches the person on its channel any more. */
async function carry(
  tx: Transaction,
  parts: FactsParts,
  { digest, facts }: { digest: ClosingDigest; facts: Facts },
): Promise<string | null> {
  const person = facts.person(digest.userId);
  const message = { category: defaultsOf(DIGEST) };
  const [place] = endpointsOf(message, person, digest.channel, parts);
  if (person === null || place === undefined) {
    await endLines(tx, digest.id, 'noAddress');
    return null;
  }
  const { organizationId } = digest;
  const messageId = await insertCarrierMessage(tx, digest);
  const delivery = toCarrier(digest, { person, place }, parts);
  await addPlanned(tx, { id: messageId, organizationId }, { deliveries: [delivery], cursor: null });
  return delivery.id;
}

async function insertCarrierMessage(tx: Transaction, digest: ClosingDigest): Promise<string> {
  const id = createId();
  await insertMessage(tx, {
    id,
    organizationId: digest.organizationId,
    category: DIGEST,
    templateKey: DIGEST,
    payload: { digestId: digest.id },
    payloadSealed: null,
    recipients: [{ userId: digest.userId }],
    channels: [digest.channel],
    subject: {},
    priority: 'normal',
    scheduledAt: null,
    expiresAt: null,
    actor: { kind: 'system' },
    sourceEventId: null,
    traceparent: null,
    dedupeKey: null,
  });
  return id;
}

function toCarrier(
  { userId, channel }: ClosingDigest,
  { person, place }: { person: Person; place: Endpoint },
  { sealer, atMostOnce }: FactsParts,
): PlannedDelivery {
  return {
    id: createId(),
    recipientId: userId,
    channel,
    addressHash: Buffer.from(place.hash, 'hex'),
    addressSealed: sealEndpoint(place, channel, sealer),
    locale: person.locale,
    state: 'queued',
    hold: null,
    reason: null,
    decided: {},
    lane: 'normal',
    runAt: null,
    expiresAt: null,
    maxAttempts: maxAttemptsOf(channel),
    policy: policyOf(channel, atMostOnce),
  };
}
