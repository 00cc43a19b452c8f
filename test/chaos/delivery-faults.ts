import { setTimeout as sleep } from 'node:timers/promises';
import { killBackends, waitForFinish, whileLocked, type Admin } from './delivery-admin.ts';
import type { DeliveryNodes } from './delivery-nodes.ts';

/** What a fault may do harm to. */
export interface Struck {
  nodes: DeliveryNodes;
  admin: Admin;
  /** From 0 to below 1, from the run's seed. */
  random(): number;
  /** By killed worker, what any worker had in hand when it ended. */
  inHand: ReadonlySet<string>[];
  /** Restarts what keeps the rows, where the run has a server of its own. */
  restartDatabase?: (() => Promise<void>) | undefined;
  /** Ends the broker and starts an empty one, where it is not the database. */
  wipeRedis?: (() => Promise<void>) | undefined;
}

/** Faults by their names in the report. */
export type FaultName = keyof typeof faults;

/** Where the broker keeps its rows when it is Postgres. */
const QUEUE_SCHEMA = 'bullmq';
const LOCK_MS = 1_500;

const faults = {
  /** Fault F2. */
  async killWorker({ nodes, random, admin, inHand }: Struck) {
    const index = Math.floor(random() * nodes.workers.length);
    await nodes.replaceWorker(index, async () => void inHand.push(await listInHand(admin)));
  },
  async killApi({ nodes }: Struck) {
    await nodes.replaceApi();
  },
  /** Fault F3b. */
  async killBackends({ admin }: Struck) {
    await killBackends(admin);
  },
  /** Ends of attempts are on their way, and their connections go (delivery D7). */
  async cutFinishes({ admin }: Struck) {
    await whileLocked(admin, 'delivery_attempts', async () => {
      await waitForFinish(admin);
      await killBackends(admin);
    });
  },
  /** Fault F24: every connection waits for a lock, and nobody gets another. */
  async exhaustPool({ admin }: Struck) {
    await whileLocked(admin, 'deliveries', () => sleep(LOCK_MS));
  },
  /** Fault F5: jobs are gone, and so are the sessions that doorbells ring at. */
  async wipeBroker({ admin, wipeRedis }: Struck) {
    if (wipeRedis === undefined) await wipeQueueTables(admin);
    else await wipeRedis();
    await killBackends(admin);
  },
  /** Fault F3. */
  async restartDatabase({ restartDatabase }: Struck) {
    await restartDatabase?.();
  },
  /** Fault F13: by the database's clock every lease is over by an hour, until its sender shows life again. */
  async jumpClock({ admin }: Struck) {
    await admin.query(
      `update deliveries set lease_until = lease_until - interval '1 hour' where state = 'sending'`,
    );
  },
} satisfies Record<string, (struck: Struck) => Promise<void>>;

/** Does the harm. One that finds its victim down already strikes nobody. */
export async function strike(name: FaultName, struck: Struck): Promise<void> {
  await faults[name](struck);
}

/** What is being sent, and what is claimed: a commit of the victim may still be on its way. */
async function listInHand(admin: Admin): Promise<Set<string>> {
  const rows = await admin.query<{ id: string }>(
    `select id from deliveries where state = 'sending' or (state = 'queued' and lease_until is not null)`,
  );
  return new Set(rows.map(({ id }) => id));
}

async function wipeQueueTables(admin: Admin): Promise<void> {
  const tables = await admin.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname = $1 and tablename <> 'migration'`,
    [QUEUE_SCHEMA],
  );
  if (tables.length > 0)
    await admin.query(`truncate ${tables.map(({ name }) => name).join(', ')} cascade`);
}
