import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from './database-away.ts';
import { beginCarried, type Gate, type Passed } from './gate.ts';
import { begin, type ClaimedDelivery } from './store/claims.ts';
import { holdFree, holdMessages, type HeldMessage } from './store/hold-messages.ts';

interface BeginParts {
  database: Database;
  log: Log;
  /** Lets through what may be sent now; without it, everything. */
  gate?: Gate;
}

/** Claims whose attempts have begun. */
export interface Begun extends Omit<Passed, 'passed'> {
  sending: ClaimedDelivery[];
  /** By message, as traceparent. */
  traces: ReadonlyMap<string, string>;
}

/** Claims, in the order that they are to be begun in. */
export type Take = (tx: Transaction) => Promise<ClaimedDelivery[]>;

/**
 * Claims and begins in one transaction: one flush of the log instead of two. What a cancellation has its hands on, and what
 * others hold in another order, is begun behind it, as is everything when it fails. Yields behind each commit: from then on
 * it is for the caller to send.
 */
export async function* claimAndBegin(parts: BeginParts, take: Take): AsyncGenerator<Begun> {
  const { database, log, gate } = parts;
  let claims: ClaimedDelivery[];
  let begun: Awaited<ReturnType<typeof beginFree>> = null;
  try {
    [claims, begun] = await database.write('all', async (tx) => {
      const taken = await take(tx);
      return [taken, await beginFree(tx, taken.filter(isSimple), gate)];
    });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log.warn({ err: error }, 'deliveries are claimed first, and then begun');
    claims = await database.write('all', take);
  }
  if (begun !== null) yield begun;
  const seen = new Set(begun?.seen);
  yield* beginClaims(
    parts,
    claims.filter((claim) => !seen.has(claim)),
  );
}

/** Lines of a digest are held before their carrier, and an endpoint before its calls. */
function isSimple({ channel, carriesDigestId }: ClaimedDelivery): boolean {
  return channel !== 'webhook' && carriesDigestId === null;
}

/** Begins those whose messages are free to be held: whoever cancels holds one first, and wants what we hold already. */
async function beginFree(
  tx: Transaction,
  claims: readonly ClaimedDelivery[],
  gate: Gate | undefined,
): Promise<(Begun & { seen: readonly ClaimedDelivery[] }) | null> {
  if (claims.length === 0) return null;
  const messages = await holdFree(tx, [...new Set(claims.map(({ messageId }) => messageId))]);
  const free = new Set(messages.map(({ id }) => id));
  const seen = claims.filter(({ messageId }) => free.has(messageId));
  return { ...(await beginHeld(tx, { claims: seen, messages }, gate)), seen };
}

/**
 * Begins what may be sent of a claim, all at once. When that fails, one by one: what is wrong with one delivery, or a
 * deadlock, must not hold up the others until the lease is over (SPEC D6). Throws when the database is away.
 */
async function* beginClaims(
  { database, log, gate }: BeginParts,
  claims: readonly ClaimedDelivery[],
): AsyncGenerator<Begun> {
  if (claims.length === 0) return;
  const beginSome = (some: readonly ClaimedDelivery[]) =>
    database.write('all', (tx) => beginPassed(tx, some, gate));
  let all: Begun | null = null;
  try {
    all = await beginSome(claims);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log.warn({ err: error, deliveries: claims.length }, 'deliveries are begun one by one');
  }
  if (all !== null) {
    yield all;
    return;
  }
  for (const delivery of claims) {
    let begun: Begun;
    try {
      begun = await beginSome([delivery]);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      log.error({ err: error, deliveryId: delivery.id }, 'a delivery could not be begun');
      continue;
    }
    yield begun;
  }
}

async function beginPassed(
  tx: Transaction,
  claims: readonly ClaimedDelivery[],
  gate: Gate | undefined,
): Promise<Begun> {
  // Before anything else: whoever cancels holds the message first and wants its deliveries then, as we do.
  const messages = await holdMessages(
    tx,
    claims.map(({ id }) => id),
  );
  return beginHeld(tx, { claims, messages }, gate);
}

/** The messages of the claims are held. */
async function beginHeld(
  tx: Transaction,
  { claims, messages }: { claims: readonly ClaimedDelivery[]; messages: readonly HeldMessage[] },
  gate: Gate | undefined,
): Promise<Begun> {
  if (claims.length === 0) return { sending: [], closed: [], traces: new Map() };
  const { passed, ...rest } =
    gate === undefined ? { passed: claims, closed: [] } : await gate(tx, claims);
  const traces = new Map(
    messages.flatMap(({ id, traceparent }) => (traceparent === null ? [] : [[id, traceparent]])),
  );
  if (passed.length === 0) return { sending: [], traces, ...rest };
  const begun = new Set((await begin(tx, passed)).sending);
  const sending = passed.filter(({ id }) => begun.has(id));
  await beginCarried(tx, sending);
  return { sending, traces, ...rest };
}
