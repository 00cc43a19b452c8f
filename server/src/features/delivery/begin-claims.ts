import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from './database-away.ts';
import { beginCarried, type Gate, type Passed } from './gate.ts';
import { begin, type ClaimedDelivery } from './store/claims.ts';
import { holdMessages } from './store/hold-messages.ts';

interface BeginParts {
  database: Database;
  log: Log;
  /** Lets through what may be sent now; without it, everything. */
  gate?: Gate;
}

/** Claims whose attempts have begun. */
export interface Begun extends Omit<Passed, 'passed'> {
  sending: string[];
  /** By message, as traceparent. */
  traces: ReadonlyMap<string, string>;
}

/**
 * Begins what may be sent of a claim, all at once. When that fails, one by one: what is wrong with one delivery, or a
 * deadlock, must not hold up the others until the lease is over (SPEC D6). Throws when the database is away.
 */
export async function beginClaims(
  { database, log, gate }: BeginParts,
  claims: readonly ClaimedDelivery[],
): Promise<Begun[]> {
  const beginSome = (some: readonly ClaimedDelivery[]) =>
    database.write('all', (tx) => beginPassed(tx, some, gate));
  try {
    return [await beginSome(claims)];
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log.warn({ err: error, deliveries: claims.length }, 'deliveries are begun one by one');
  }
  const begun: Begun[] = [];
  for (const delivery of claims) {
    try {
      begun.push(await beginSome([delivery]));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      log.error({ err: error, deliveryId: delivery.id }, 'a delivery could not be begun');
    }
  }
  return begun;
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
  const { passed, ...rest } =
    gate === undefined ? { passed: claims, closed: [] } : await gate(tx, claims);
  const traces = new Map(
    messages.flatMap(({ id, traceparent }) => (traceparent === null ? [] : [[id, traceparent]])),
  );
  if (passed.length === 0) return { sending: [], traces, ...rest };
  const { sending } = await begin(tx, passed);
  const begun = new Set(sending);
  await beginCarried(
    tx,
    passed.filter(({ id }) => begun.has(id)),
  );
  return { sending, traces, ...rest };
}
