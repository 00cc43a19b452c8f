import { createHash } from 'node:crypto';
import { createLog, type Log } from '../../platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { connectDatabase, type Database } from '../../platform/database/database.ts';
import { maxAttemptsOf } from './domain/retry-schedule.ts';
import type { SendResult } from './domain/settle.ts';
import type { Channel, Lane } from './domain/states.ts';
import type { Provider } from './provider.ts';
import { addPlanned, insertMessage, openFanOut, type PlannedDelivery } from './store/plan.ts';

/** A ledger of its own for one test file. */
export interface LedgerBed {
  test: TestDatabase;
  database: Database;
  log: Log;
  /** Makes organizations; answers their ids. */
  organizations(count: number): Promise<string[]>;
  /** Asks for one message and plans its deliveries; answers its id and theirs. */
  ask(wanted: Wanted): Promise<{ messageId: string; ids: string[] }>;
  /** Deliveries by state. */
  states(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** A message to the ledger of a test. */
export interface Wanted {
  organizationId: string | null;
  count: number;
  channel?: Channel;
  lane?: Lane;
  policy?: PlannedDelivery['policy'];
  runAt?: Date;
  expiresAt?: Date;
}

/** Opens a ledger. */
export async function openLedger(): Promise<LedgerBed> {
  const test = await createTestDatabase();
  const log = createLog('silent');
  const database = connectDatabase({ url: test.appUrl, poolSize: 8, log });
  return {
    test,
    database,
    log,
    async organizations(count) {
      const rows = await test.query<{ id: string }>(
        `insert into organizations (id, name)
         select id, 'Quill' from (select gen_random_uuid() as id from generate_series(1, $1)) as made returning id`,
        [count],
      );
      return rows.map(({ id }) => id);
    },
    ask: (wanted) => ask(database, wanted),
    async states() {
      const rows = await test.query<{ state: string; count: number }>(
        'select state, count(*)::int as count from deliveries group by state',
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
    async close() {
      await database.close();
      await test.drop();
    },
  };
}

async function ask(database: Database, wanted: Wanted) {
  const { organizationId, count, channel = 'email', lane = 'normal' } = wanted;
  const messageId = createId();
  const deliveries = Array.from({ length: count }, (): PlannedDelivery => ({
    id: createId(),
    recipientId: null,
    channel,
    addressHash: createHash('sha256').update(createId()).digest(),
    addressSealed: null,
    locale: 'en',
    state: 'queued',
    hold: null,
    reason: null,
    decided: {},
    lane,
    runAt: wanted.runAt ?? null,
    expiresAt: wanted.expiresAt ?? null,
    maxAttempts: maxAttemptsOf(channel),
    policy: wanted.policy ?? 'atLeastOnce',
  }));
  await database.write('all', async (tx) => {
    await insertMessage(tx, {
      id: messageId,
      organizationId,
      category: 'test',
      templateKey: 'test',
      payload: {},
      payloadSealed: null,
      recipients: [],
      channels: null,
      subject: {},
      priority: lane,
      scheduledAt: null,
      expiresAt: null,
      actor: { kind: 'system' },
      sourceEventId: null,
      traceparent: null,
      dedupeKey: null,
    });
    const open = await openFanOut(tx, messageId);
    if (open !== null) await addPlanned(tx, open, { deliveries, cursor: null });
  });
  return { messageId, ids: deliveries.map(({ id }) => id) };
}

/** A provider that notes the keys it was called with, and answers what it is told. */
export function createNotingProvider(
  answer: (
    key: string,
    call: number,
    signal: AbortSignal,
  ) => SendResult | Promise<SendResult> = () => ({
    kind: 'accepted',
  }),
): Provider & { seen: string[] } {
  const seen: string[] = [];
  return {
    id: 'noting',
    kind: 'noting',
    channel: 'email',
    capabilities: { dedupe: 'none', receipts: false, timeoutMs: 15_000 },
    seen,
    send: async (_message, { key, signal }) => {
      seen.push(key);
      return answer(key, seen.length, signal);
    },
    check: async () => ({ state: 'healthy' }),
  };
}
