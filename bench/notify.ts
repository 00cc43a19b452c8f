import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { bundleServer } from '../scripts/lib/bundle.mjs';
import { startBenchServer, type BenchServer } from './lib/bench-server.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { runLoad, type LoadRequest } from './lib/load.ts';
import { isQuickRun, type BenchOptions } from './lib/options.ts';
import { findFreePort, startProcess, type ServerProcess } from './lib/processes.ts';
import { createSenderOf, type NotifySender } from './notify-sender.ts';

const CLIENTS = 64;
const PAIRS = isQuickRun ? 1 : 5;
const RUN_S = isQuickRun ? 1 : 3;
const WARM_UP_S = 2;
/** Deliveries of one run of sending; the baseline is slower, and has fewer. */
const SENT_COUNT = isQuickRun ? 1_000 : 10_000;
const BASELINE_COUNT = 1_000;
/** SPEC D5's calls at once for mail, and what an operator with a server of their own would set. */
const SLOTS = [10, 50] as const;
const STEADY_PER_S = 100;
const STEADY_S = isQuickRun ? 2 : 10;
/** From bench.md P5. */
const ACCEPTED_TARGET = 1_500;
const SENT_TARGET = 3_000;
const SENT_RATIO_TARGET = 5;
const LATENCY_TARGET_MS = 100;
/** reliability F11. */
const QUIET_RATIO_TARGET = 2;
const FLOOD_COUNT = isQuickRun ? 2_000 : 100_000;
const QUIET_PER_S = 10;

const baselineSource = fileURLToPath(new URL('./notify-baseline.ts', import.meta.url));

/** P5: notifications accepted, sent, and on their way, beside one job per message. */
export async function run({ engine }: BenchOptions): Promise<BenchResult> {
  const main = await buildWithNullMail();
  const figures: Figure[] = [];
  for (const slots of SLOTS) {
    const settings = {
      SEND_EMAIL_SLOTS: String(slots),
      SEND_EMAIL_PER_MINUTE: 'unlimited',
      SEND_EMAIL_PER_ADDRESS_PER_MINUTE: 'unlimited',
    };
    const bench = await startBenchServer(main, settings, engine);
    const baseline = await startProcess(['--import', 'tsx', baselineSource], {
      DATABASE_URL: bench.adminUrl,
      DATABASE_ADMIN_URL: bench.adminUrl,
      SLOTS: String(slots),
      PORT: String(await findFreePort()),
    });
    try {
      figures.push(...(await measureAll(bench, baseline, slots)));
    } finally {
      await baseline.stop();
      await bench.stop();
    }
  }
  return {
    id: 'P5',
    title: `Notifications by mail to one recipient, ${CLIENTS} clients, ${engine}`,
    figures,
  };
}

async function measureAll(
  bench: BenchServer,
  baseline: ServerProcess,
  slots: number,
): Promise<Figure[]> {
  const client = new Client({ connectionString: bench.adminUrl });
  await client.connect();
  const [sender, quiet] = [await createSenderOf(bench.server), await createSenderOf(bench.server)];
  const parts = { client, baseline, sender, quiet, slots };
  try {
    const sent = await measureSent(parts);
    if (slots !== SLOTS[0]) return [sent];
    const accepted = await measureAccepted(parts);
    await sender.drain();
    return [accepted, sent, await measureLatency(parts), await measureFairness(parts)];
  } finally {
    await client.end();
  }
}

interface Parts {
  client: Client;
  baseline: ServerProcess;
  sender: NotifySender;
  quiet: NotifySender;
  slots: number;
}

/** The built program whose mails go nowhere, at once. */
async function buildWithNullMail(): Promise<string> {
  const outDir = fileURLToPath(new URL('../.cache/bench/null-mail/', import.meta.url));
  let isFound = false;
  await bundleServer({
    outDir,
    edit(text, path) {
      if (!path.endsWith('mail/mailbox-transport.ts')) return text;
      isFound = text.includes('await keep(message);');
      return text.replace('await keep(message);', '');
    },
  });
  if (!isFound) throw new Error('the mailbox does not keep mails where it did');
  return `${outDir}main.js`;
}

async function measureAccepted({ baseline, sender }: Parts): Promise<Figure> {
  const body = JSON.stringify(sender.write('p[<id>]@example.test'));
  const headers = { 'content-type': 'application/json' };
  const ours: LoadRequest[] = [
    {
      method: 'POST',
      url: `${sender.url}/notifications`,
      headers: { ...headers, ...sender.headers },
      body,
    },
  ];
  const bare: LoadRequest[] = [
    { method: 'POST', url: `${baseline.url}/notifications`, headers, body },
  ];
  // What was accepted is not sent meanwhile, as it is not by the baseline.
  await sender.pause();
  await runLoad(ours, CLIENTS, WARM_UP_S);
  await runLoad(bare, CLIENTS, WARM_UP_S);
  const pairs = [];
  for (let pair = 0; pair < PAIRS; pair += 1)
    pairs.push({
      ours: await runLoad(ours, CLIENTS, RUN_S),
      bare: await runLoad(bare, CLIENTS, RUN_S),
    });
  await sender.resume();
  const perSecond = median(pairs.map((pair) => pair.ours.perSecond));
  return {
    name: 'accepted',
    unit: 'notifications/s',
    ours: round(perSecond),
    baseline: round(median(pairs.map((pair) => pair.bare.perSecond))),
    ratio: round(median(pairs.map((pair) => pair.ours.perSecond / pair.bare.perSecond))),
    target: `≥ ${ACCEPTED_TARGET}`,
    isReached: perSecond >= ACCEPTED_TARGET,
    details: { 'p97.5 ms': round(median(pairs.map((pair) => pair.ours.p95Ms))) },
  };
}

async function measureSent({ client, baseline, sender, slots }: Parts): Promise<Figure> {
  const rates: number[] = [];
  const bareRates: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await sender.pause();
    const since = await sender.fill(SENT_COUNT);
    await sender.resume();
    await sender.drain();
    rates.push(await readSentPerSecond(client, since));
    bareRates.push(await timeBaseline(baseline));
  }
  const perSecond = median(rates);
  const ratio = median(rates.map((rate, index) => rate / (bareRates[index] ?? Number.NaN)));
  return {
    name: `sent, ${slots} calls at once`,
    unit: 'deliveries/s',
    ours: round(perSecond),
    baseline: round(median(bareRates)),
    ratio: round(ratio),
    target: `≥ ${SENT_TARGET}, ratio ≥ ${SENT_RATIO_TARGET}`,
    isReached: perSecond >= SENT_TARGET && ratio >= SENT_RATIO_TARGET,
  };
}

/** From the first attempt to the last end, by the database's clock. */
async function readSentPerSecond(client: Client, since: string): Promise<number> {
  const { rows } = await client.query<{ rate: number }>(
    `select count(*) / extract(epoch from max(a.ended_at) - min(a.started_at))::float8 as rate
     from delivery_attempts as a where a.started_at >= $1::timestamptz`,
    [since],
  );
  return rows[0]?.rate ?? Number.NaN;
}

/** Fills the baseline's queue while nobody works, then times one worker; answers jobs a second. */
async function timeBaseline({ url }: ServerProcess): Promise<number> {
  const post = (path: string, body: unknown) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('/fill', { count: BASELINE_COUNT });
  const startedAtMs = performance.now();
  await post('/work', { count: BASELINE_COUNT });
  return BASELINE_COUNT / ((performance.now() - startedAtMs) / 1_000);
}

/** At a steady rate: from the row of the message to the end of its attempt, which is later than the call. */
async function measureLatency({ client, sender }: Parts): Promise<Figure> {
  const since = await sender.sendSteadily(STEADY_PER_S, STEADY_S);
  const { median: p50, p95, p99 } = spreadOf(await readWaits(client, sender, since));
  return {
    name: `accepted to sent at ${STEADY_PER_S}/s, p95`,
    unit: 'ms',
    ours: round(p95),
    baseline: null,
    ratio: null,
    target: `≤ ${LATENCY_TARGET_MS}`,
    isReached: p95 <= LATENCY_TARGET_MS,
    details: { 'p50 ms': round(p50), 'p99 ms': round(p99) },
  };
}

/** F11: one organization has a hundred thousand deliveries due, another sends ten a second. */
async function measureFairness({ client, sender, quiet }: Parts): Promise<Figure> {
  const alone = await readWaits(client, quiet, await quiet.sendSteadily(QUIET_PER_S, STEADY_S));
  await sender.pause();
  await sender.fill(FLOOD_COUNT);
  await sender.resume();
  const beside = await readWaits(client, quiet, await quiet.sendSteadily(QUIET_PER_S, STEADY_S));
  const [idleMs, busyMs] = [spreadOf(alone).p95, spreadOf(beside).p95];
  return {
    name: `p95 of ${QUIET_PER_S}/s beside ${FLOOD_COUNT.toLocaleString('en')} of another organization`,
    unit: 'ms',
    ours: round(busyMs),
    baseline: round(idleMs),
    ratio: round(busyMs / idleMs),
    target: `ratio ≤ ${QUIET_RATIO_TARGET}`,
    isReached: busyMs <= QUIET_RATIO_TARGET * idleMs,
    details: { 'flood left': await sender.countWaiting() },
  };
}

async function readWaits(client: Client, sender: NotifySender, since: string): Promise<number[]> {
  const { rows } = await client.query<{ ms: number }>(
    `select extract(epoch from a.ended_at - m.created_at)::float8 * 1000 as ms
     from delivery_attempts as a join deliveries as d on d.id = a.delivery_id join messages as m on m.id = d.message_id
     where m.organization_id = $1 and m.created_at >= $2::timestamptz and a.ended_at is not null`,
    [sender.organizationId, since],
  );
  return rows.map(({ ms }) => ms);
}
