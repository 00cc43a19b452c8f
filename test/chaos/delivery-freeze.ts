import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAdmin } from './delivery-admin.ts';
import { openClient } from './delivery-load.ts';
import { startDeliveryNodes, type DeliveryNodes, type RunDatabase } from './delivery-nodes.ts';
import { settle } from './delivery-run.ts';
import { startSinks, type Sinks } from './delivery-sinks.ts';

/** What became of calls whose sender slept through its lease while another took them over. */
export interface FreezeReport {
  /** Calls of each delivery, in the order of the deliveries. */
  calls: number[];
  /** What the ledger says of each attempt, by delivery. */
  attempts: string[];
}

const COUNT = 4;
const LOOK_MS = 50;
const PATIENCE_MS = 40_000;
/** What the sender that wakes up has heard meanwhile: that its call failed. */
const HTTP_ERROR = 500;

/**
 * One worker calls and is frozen; another takes over once the lease is over, and calls too. Then the first wakes up and
 * hears that its calls failed, and only after that the calls of the second succeed: one call each too many shows when the
 * first still had a say (delivery D6).
 */
export async function runFreeze(main: string, database: RunDatabase): Promise<FreezeReport> {
  const sinks = await startSinks();
  const admin = openAdmin(database.adminUrl);
  const nodes = await startDeliveryNodes({ main, database, sinks, workers: 1 });
  try {
    const held = holdCalls(sinks);
    await askForCalls(nodes, sinks);
    await until(() => held.length >= COUNT);
    nodes.workers[0]?.signal('SIGSTOP');
    await nodes.addWorker();
    await until(async () => {
      await admin.query(`update deliveries set run_at = now() where hold = 'retry'`);
      return held.length >= 2 * COUNT;
    });
    nodes.workers[0]?.signal('SIGCONT');
    for (const response of held.slice(0, COUNT)) response.writeHead(HTTP_ERROR).end();
    await letFinish(admin);
    sinks.onWebhook = null;
    for (const response of held.slice(COUNT)) response.writeHead(200).end('{}');
    await settle(admin, PATIENCE_MS);
    const rows = await admin.query<{ id: string; attempts: string }>(
      `select d.id, d.state || ': ' || string_agg(a.outcome, ', ' order by a.number) as attempts
       from deliveries as d join delivery_attempts as a on a.delivery_id = d.id
       where d.channel = 'webhook' group by d.id order by d.id`,
    );
    const callsOf = (id: string) => sinks.arrivals.filter(({ key }) => key === id).length;
    return {
      calls: rows.map(({ id }) => callsOf(id)),
      attempts: rows.map(({ attempts }) => attempts),
    };
  } finally {
    await nodes.stop();
    await sinks.close();
    await admin.close();
  }
}

function holdCalls(sinks: Sinks): ServerResponse[] {
  const held: ServerResponse[] = [];
  sinks.onWebhook = ({ response }) => void held.push(response);
  return held;
}

async function askForCalls(nodes: DeliveryNodes, sinks: Sinks): Promise<void> {
  const { call, organizationId } = await openClient(nodes.url, sinks.webhookUrl);
  const path = `/webhooks/endpoints?organizationId=${organizationId}`;
  const [endpoint] = await call<{ id: string }[]>('GET', path);
  for (let index = 0; index < COUNT; index += 1)
    await call('POST', `/webhooks/endpoints/${endpoint?.id}/test`, {});
}

/** The one that woke up has written its ends, or tried to: its next sign of life is over, too. */
async function letFinish(admin: ReturnType<typeof openAdmin>): Promise<void> {
  const renewals = async () => {
    const [row] = await admin.query<{ at: string }>(
      `select coalesce(max(lease_until)::text, '') as at from deliveries where channel = 'webhook'`,
    );
    return row?.at ?? '';
  };
  for (let count = 0; count < 2; count += 1) {
    const before = await renewals();
    await until(async () => before === '' || (await renewals()) !== before);
  }
}

async function until(isThere: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  while (!(await isThere())) {
    if (performance.now() > giveUpAtMs) throw new Error('what was waited for did not come');
    await sleep(LOOK_MS);
  }
}
