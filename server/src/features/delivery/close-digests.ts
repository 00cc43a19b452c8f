import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import { createId } from '../../kernel/ids.ts';
import { policyOf } from './domain/channel-policy.ts';
import { maxAttemptsOf } from './domain/retry-schedule.ts';
import { loadFacts, type Endpoint, type FactsParts, type Person } from './facts.ts';
import { defaultsOf } from './fan-out.ts';
import { endpointsOf } from './decide.ts';
import { isForLater } from './plan-failures.ts';
import { sealEndpoint } from './plan-target.ts';
import {
  listClosing,
  listWithLines,
  putOffDigest,
  takeClosing,
  type ClosingDigest,
} from './store/closing-digests.ts';
import { closeDigests, endLines, markCarriers } from './store/digests.ts';
import { addParts, insertMessages, type NewMessage, type PlannedDelivery } from './store/plan.ts';

/** Digests of one transaction. */
const BATCH_SIZE = 250;
/** What the carrier's message is called; whoever renders it reads the lines by the digest's id. */
const DIGEST = 'digest';

type ClosingParts = FactsParts & { database: Database; log: Log };

/**
 * Closes digests whose time has come: those with lines get one carrier each (delivery D16), which is sent as anything
 * else is. Answers how many were closed.
 */
export async function closeDueDigests(parts: ClosingParts, signal?: AbortSignal): Promise<number> {
  let closed = 0;
  for (;;) {
    const count = await parts.database
      .write('all', (tx) => closeBatch(tx, parts, null))
      .catch((error: unknown) => closeEach(parts, error));
    closed += count;
    if (count === 0 || signal?.aborted === true) return closed;
  }
}

/** What is wrong with one holds up no other: it waits a while with all its lines (SPEC D6). */
async function closeEach(parts: ClosingParts, cause: unknown): Promise<number> {
  if (isForLater(cause)) throw cause;
  const { database, log } = parts;
  log.warn({ err: cause }, 'digests are closed one by one');
  let closed = 0;
  for (const id of await database.read('all', (tx) => listClosing(tx, BATCH_SIZE)))
    try {
      closed += await database.write('all', (tx) => closeBatch(tx, parts, [id]));
    } catch (error) {
      if (isForLater(error)) throw error;
      log.error({ err: error, digestId: id }, 'a digest could not be closed');
      await database.write('all', (tx) => putOffDigest(tx, id));
    }
  return closed;
}

/** What carries a digest: a message, and its one delivery. */
interface Carrier {
  digest: ClosingDigest;
  message: NewMessage;
  delivery: PlannedDelivery;
}

async function closeBatch(
  tx: Transaction,
  parts: FactsParts,
  only: readonly string[] | null,
): Promise<number> {
  const digests = await takeClosing(tx, BATCH_SIZE, only);
  if (digests.length === 0) return 0;
  const ids = digests.map(({ id }) => id);
  const withLines = await listWithLines(tx, ids);
  const full = digests.filter(({ id }) => withLines.has(id));
  const carriers: Carrier[] = [];
  for (const [organizationId, own] of groupByOrganization(full))
    carriers.push(...(await makeCarriers(tx, parts, { organizationId, digests: own })));
  await writeCarriers(tx, carriers);
  const carried = new Map(carriers.map(({ digest, delivery }) => [digest.id, delivery.id]));
  const lost = full.filter(({ id }) => !carried.has(id)).map(({ id }) => id);
  if (lost.length > 0) await endLines(tx, lost, 'noAddress');
  await closeDigests(
    tx,
    ids,
    ids.map((id) => carried.get(id) ?? null),
  );
  return digests.length;
}

function groupByOrganization(
  digests: readonly ClosingDigest[],
): Map<string | null, ClosingDigest[]> {
  const groups = new Map<string | null, ClosingDigest[]>();
  for (const digest of digests)
    groups.set(digest.organizationId, [...(groups.get(digest.organizationId) ?? []), digest]);
  return groups;
}

/** The carriers of an organization's digests; none of those that reach their person on the channel no more. */
async function makeCarriers(
  tx: Transaction,
  parts: FactsParts,
  { organizationId, digests }: { organizationId: string | null; digests: readonly ClosingDigest[] },
): Promise<Carrier[]> {
  const userIds = [...new Set(digests.map(({ userId }) => userId))];
  const facts = await loadFacts(tx, parts, { organizationId, userIds, boardIds: [], hashes: [] });
  const message = { category: defaultsOf(DIGEST) };
  return digests.flatMap((digest) => {
    const person = facts.person(digest.userId);
    const [place] = endpointsOf(message, person, digest.channel, parts);
    if (person === null || place === undefined) return [];
    const delivery = toCarrier(digest, { person, place }, parts);
    return [{ digest, message: toCarrierMessage(digest), delivery }];
  });
}

/** All of them in a few statements: at eight in the morning there are thousands (delivery D9). */
async function writeCarriers(tx: Transaction, carriers: readonly Carrier[]): Promise<void> {
  if (carriers.length === 0) return;
  await insertMessages(
    tx,
    carriers.map(({ message }) => message),
  );
  for (const organizationId of new Set(carriers.map(({ digest }) => digest.organizationId)))
    await addParts(
      tx,
      organizationId,
      carriers
        .filter(({ digest }) => digest.organizationId === organizationId)
        .map(({ message, delivery }) => ({ message, deliveries: [delivery], cursor: null })),
    );
  await markCarriers(
    tx,
    carriers.map(({ digest, delivery }) => ({ id: delivery.id, digestId: digest.id })),
  );
}

function toCarrierMessage(digest: ClosingDigest): NewMessage {
  return {
    id: createId(),
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
  };
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
