import { setTimeout as sleep } from 'node:timers/promises';
import { openAdmin, type Admin } from './delivery-admin.ts';
import { checkDelivery, type DeliveryVerdict } from './delivery-checker.ts';
import { strike, type FaultName, type Struck } from './delivery-faults.ts';
import { openClient, type LoadClient } from './delivery-load.ts';
import { startDeliveryNodes, type DeliveryNodes, type RunDatabase } from './delivery-nodes.ts';
import { startSinks, type Sinks } from './delivery-sinks.ts';
import { createRandom, createSeed, storeReport, toS } from './run-report.ts';

/** Faults while clients ask for notifications, and the figures afterwards. */
export interface DeliveryRun {
  name: string;
  /** Main file of the program, mutant or not. */
  main: string;
  database: RunDatabase;
  notifications: number;
  /** In their order, again and again until all of `strikes` have struck. */
  faults: readonly FaultName[];
  strikes: number;
  /** Between two faults, at least and at most. */
  pauseMs: readonly [number, number];
  workers?: number;
  seed?: number;
  /** How long to wait for the end of everything; a mutant never gets there. */
  patienceMs?: number;
  /** Once this is seen, nothing more is waited for: a mutant has shown itself. */
  isEnough?: (verdict: DeliveryVerdict) => boolean;
  /** How long receivers work at each message. */
  takeMs?: number;
  redisUrl?: string;
  restartDatabase?: () => Promise<void>;
  wipeRedis?: () => Promise<void>;
}

/** What every run prints and stores (reliability R11). */
export interface DeliveryReport extends DeliveryVerdict {
  name: string;
  seed: number;
  notifications: number;
  acknowledged: number;
  faults: { name: FaultName; atS: number }[];
  /** From the end of the last fault until nothing is due and nothing is being sent. */
  recoveryS: number | null;
  /** Most deliveries that were due or being sent at once. */
  greatestBacklog: number;
  durationS: number;
  /** What the last worker said at its end, where it may be of use. */
  said: string;
}

const WORKERS = 2;
const PATIENCE_MS = 45_000;
const LOOK_MS = 250;
const LATE_COUNT = 4;
const LATE_S = 3;
const SAID_LENGTH = 10_000;

/** Everything that stands while a run goes on. */
interface Scene {
  sinks: Sinks;
  nodes: DeliveryNodes;
  admin: Admin;
  client: LoadClient;
  startedAtMs: number;
  /** By killed worker, what any worker had in hand when it ended. */
  inHand: ReadonlySet<string>[];
}

/** Runs the load while faults strike, lets everything end, and compares the three logs. */
export async function runDelivery(run: DeliveryRun): Promise<DeliveryReport> {
  const seed = run.seed ?? createSeed();
  const sinks = await startSinks(run.takeMs);
  const admin = openAdmin(run.database.adminUrl);
  const nodes = await startDeliveryNodes({ workers: WORKERS, ...run, sinks }).catch(
    async (error: unknown) => {
      await sinks.close();
      throw error;
    },
  );
  try {
    const client = await openClient(nodes.url, sinks.webhookUrl);
    const scene: Scene = {
      sinks,
      nodes,
      admin,
      client,
      startedAtMs: performance.now(),
      inHand: [],
    };
    return await play(run, scene, seed);
  } finally {
    await nodes.stop();
    await sinks.close();
    await admin.close();
  }
}

async function play(run: DeliveryRun, scene: Scene, seed: number): Promise<DeliveryReport> {
  const { sinks, admin, client, startedAtMs, inHand } = scene;
  const watch = watchBacklog(admin);
  const { struck, load } = await strikeAll(run, scene, createRandom(seed));
  const lastFaultAtMs = performance.now();
  await Promise.all(load);
  // For later, when nobody rings any more: only a sweep finds these (delivery D19).
  await client.send(LATE_COUNT, LATE_S);
  const { acknowledged } = client;
  const check = async () => {
    const inbox = await client.readInbox();
    return checkDelivery(admin, { acknowledged, arrivals: sinks.arrivals, inbox, inHand });
  };
  const { isEnough, patienceMs = PATIENCE_MS } = run;
  const isShown = async () => isEnough !== undefined && isEnough(await check());
  const isOver = await settle(admin, patienceMs, isShown);
  const settledAtMs = performance.now();
  const greatestBacklog = await watch.stop();
  const verdict = await check();
  const report: DeliveryReport = {
    name: run.name,
    seed,
    notifications: run.notifications + LATE_COUNT,
    acknowledged: acknowledged.length,
    ...verdict,
    faults: struck,
    recoveryS: isOver ? toS(settledAtMs - lastFaultAtMs) : null,
    greatestBacklog,
    durationS: toS(performance.now() - startedAtMs),
    said: isOver ? '' : (scene.nodes.workers.at(-1)?.output().slice(-SAID_LENGTH) ?? ''),
  };
  publish(report);
  return report;
}

/** Clients ask for a part of the load before each fault, so that there is always something to do harm to. */
async function strikeAll(
  { faults, strikes, notifications, pauseMs: [least, most], ...run }: DeliveryRun,
  { nodes, admin, client, startedAtMs, inHand }: Scene,
  random: () => number,
): Promise<{ struck: DeliveryReport['faults']; load: Promise<void>[] }> {
  const parts: Struck = { nodes, admin, random, inHand, ...run };
  const struck: DeliveryReport['faults'] = [];
  const load: Promise<void>[] = [];
  for (let count = 0; count < strikes; count += 1) {
    const [from, to] = [count, count + 1].map((n) => Math.round((notifications * n) / strikes));
    const part = client.send((to ?? 0) - (from ?? 0));
    part.catch(() => undefined);
    load.push(part);
    await sleep(least + random() * (most - least));
    const name = faults[count % faults.length];
    if (name === undefined) break;
    struck.push({ name, atS: toS(performance.now() - startedAtMs) });
    await strike(name, parts);
  }
  return { struck, load };
}

/**
 * Waits until nothing is due, being sent or in doubt; false when that is not reached in time, or need not be. Nobody waits
 * five minutes for a second attempt: its time is moved to now, as if the clock had run.
 */
export async function settle(
  admin: Admin,
  patienceMs: number,
  isShown: () => Promise<boolean> = async () => false,
): Promise<boolean> {
  const giveUpAtMs = performance.now() + patienceMs;
  while (performance.now() < giveUpAtMs) {
    await admin.query(
      `update deliveries set run_at = now() where run_at > now()
         and ((state = 'queued' and hold in ('retry', 'throttled')) or (state = 'uncertain' and policy = 'lookUp'))`,
    );
    const [row] = await admin.query<{ open: number }>(
      `select ((select count(*) from deliveries where state in ('queued', 'sending', 'uncertain'))
         + (select count(*) from messages where fanout_state = 'waiting' and cancelled_at is null))::int as open`,
    );
    if (row?.open === 0) return true;
    if (await isShown()) return false;
    await sleep(LOOK_MS);
  }
  return false;
}

/** Looks how many deliveries are due or being sent; the end answers the most that there were. */
export function watchBacklog(admin: Admin): { stop(): Promise<number> } {
  let greatest = 0;
  let isOver = false;
  const look = async () => {
    while (!isOver) {
      const [row] = await admin.query<{ count: number }>(
        `select count(*)::int as count from deliveries
         where state = 'sending' or (state = 'queued' and run_at <= now())`,
      );
      greatest = Math.max(greatest, row?.count ?? 0);
      await sleep(LOOK_MS);
    }
  };
  const looking = look().catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await looking;
      return greatest;
    },
  };
}

/** Prints the figures in a line, and stores all of it. */
function publish(report: DeliveryReport): void {
  const { name, seed, lost, repeated, wrong, byPolicy, faults, said: _said, ...rest } = report;
  const times = faults.map((fault) => `${fault.name} ${fault.atS}`).join(', ');
  process.stdout.write(
    `${name}: seed ${seed}, ${rest.acknowledged} of ${rest.notifications} promised, lost ${lost.length}, repeated ${repeated.length}, ` +
      `wrong ${wrong.length}, by policy ${byPolicy.length} (mails ${rest.repeatedMailPercent.toFixed(2)} %), ` +
      `recovery ${rest.recoveryS ?? 'never'} s, backlog ${rest.greatestBacklog}, ${rest.durationS} s; faults at s: ${times}\n`,
  );
  storeReport(report);
}
