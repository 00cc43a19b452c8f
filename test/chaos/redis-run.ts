import { setTimeout as sleep } from 'node:timers/promises';
import { watchApi, type ApiFigures } from './api-watch.ts';
import type { BoardVerdict } from './board-check.ts';
import { checkDelivery, type DeliveryVerdict } from './delivery-checker.ts';
import type { RunDatabase } from './delivery-nodes.ts';
import { settle, watchBacklog } from './delivery-run.ts';
import type { Fleet } from './fleet.ts';
import type { JobVerdict } from './job-load.ts';
import type { LiveLoadVerdict } from './live-load.ts';
import { beginOutage, type RedisWay } from './redis-faults.ts';
import { createRandom, createSeed, storeReport, toS } from './run-report.ts';
import { playScene, type Scene } from './scene.ts';

/** An outage of Redis while people edit, messages are sent and files are imported on several nodes. */
export interface RedisRun {
  name: string;
  /** Main file of the program, mutant or not. */
  main: string;
  /** redis-server or valkey-server. */
  redisProgram: string;
  database: RunDatabase;
  way: RedisWay;
  /** How often, and how long each time. */
  strikes: number;
  outageMs: number;
  notifications: number;
  /** Imports that begin at each strike: more than run at once, so that some wait in Redis. */
  imports: number;
  seed?: number;
  /** How long to wait for the end of everything. */
  patienceMs: number;
}

/** What a run prints and stores. */
export interface RedisReport extends DeliveryVerdict {
  name: string;
  seed: number;
  notifications: number;
  acknowledged: number;
  board: LiveLoadVerdict;
  imports: BoardVerdict & { asked: number };
  jobs: JobVerdict;
  /** By outage; `noticedS` is when all nodes had said that Redis is away, `normalS` when all said that it is back. */
  outages: { atS: number; forS: number; noticedS: number | null; normalS: number | null }[];
  /** Of edits by REST: before, during all outages, and from the last end until everything was done. */
  edits: { before: ApiFigures; during: ApiFigures; after: ApiFigures };
  /** What Redis, or its place, was asked each second, under the same load. */
  askedPerS: { before: number; during: number };
  /** From the last end until every delivery, import and job was through; null when that never came. */
  drainedS: number | null;
  greatestBacklog: number;
  durationS: number;
  said: string;
}

const BEFORE_MS = 5_000;
const PAUSE_MS = [500, 3_000] as const;
const EDIT_PAUSE_MS = 15;
const LOOK_MS = 100;
/** All is normal this soon after Redis is back, or never. */
const NORMAL_LIMIT_MS = 60_000;

/** Runs the loads while Redis fails, lets everything end, and compares all logs. */
export function runRedis(run: RedisRun): Promise<RedisReport> {
  return playScene(run, (scene) => play(run, scene));
}

async function play(run: RedisRun, scene: Scene): Promise<RedisReport> {
  const { sinks, admin, fleet, client, live, imports, jobs, startedAtMs } = scene;
  const seed = run.seed ?? createSeed();
  const backlog = watchBacklog(admin);
  const parts = run.strikes + 1;
  const first = Math.round(run.notifications / parts);
  const usual = await watchWhile(scene, () =>
    Promise.all([client.send(first), imports.start(run.imports), sleep(BEFORE_MS)]),
  );
  const struck = await watchWhile(scene, () => strikeAll(run, scene, createRandom(seed)));
  const endedAtMs = performance.now();
  const drained = await watchWhile(scene, () => drain(run, scene));
  await live.stop(run.patienceMs);
  const board = await live.check(admin, run.patienceMs);
  const inbox = await client.readInbox();
  const logs = { acknowledged: client.acknowledged, arrivals: sinks.arrivals, inbox, inHand: [] };
  const report: RedisReport = {
    name: run.name,
    seed,
    notifications: run.notifications,
    acknowledged: client.acknowledged.length,
    ...(await checkDelivery(admin, logs)),
    board,
    imports: { asked: imports.asked(), ...(await imports.check()) },
    jobs: await jobs.check(),
    outages: struck.result.outages,
    edits: { before: usual.figures, during: struck.figures, after: drained.figures },
    askedPerS: { before: usual.askedPerS, during: struck.result.askedPerS },
    drainedS: drained.result === null ? null : toS(drained.result - endedAtMs),
    greatestBacklog: await backlog.stop(),
    durationS: toS(performance.now() - startedAtMs),
    said: fleet.said(),
  };
  publish(report);
  return report;
}

/** People edit by REST, besides those who do live, and are timed. */
async function watchWhile<Result>({ fleet, live, stand }: Scene, work: () => Promise<Result>) {
  const { owner, boardId } = live.board.scene;
  const stop = watchApi({
    url: fleet.url,
    token: owner.token,
    calls: [
      { method: 'POST', path: `/boards/${boardId}/items`, body: { title: 'By REST' } },
      { method: 'GET', path: `/boards/${boardId}` },
    ],
    pauseMs: EDIT_PAUSE_MS,
    isPatient: true,
  });
  const [askedBefore, startedAtMs] = [stand.proxy.asked(), performance.now()];
  const result = await work();
  const askedPerS = perS(stand.proxy.asked() - askedBefore, performance.now() - startedAtMs);
  return { result, askedPerS, figures: await stop() };
}

async function strikeAll(
  { way, strikes, outageMs, notifications, imports: importCount }: RedisRun,
  { stand, fleet, client, imports, jobs, startedAtMs }: Scene,
  random: () => number,
): Promise<{ outages: RedisReport['outages']; askedPerS: number }> {
  const [least, most] = PAUSE_MS;
  const outages: RedisReport['outages'] = [];
  let asked = 0;
  const load: Promise<void>[] = [];
  for (let count = 0; count < strikes; count += 1) {
    // The first part was sent before the first outage.
    const [from, to] = [count + 1, count + 2].map((n) =>
      Math.round((notifications * n) / (strikes + 1)),
    );
    load.push(client.send((to ?? 0) - (from ?? 0)), imports.start(importCount));
    for (const part of load) part.catch(() => undefined);
    await sleep(least + random() * (most - least));
    await jobs.hold();
    const beganAtMs = performance.now();
    const askedBefore = stand.proxy.asked();
    const noticing = waitForAll(fleet, 'unhealthy', outageMs);
    const end = await beginOutage(way, stand);
    await sleep(outageMs);
    asked += stand.proxy.asked() - askedBefore;
    await end();
    await jobs.letGo();
    const [noticedMs, normalMs] = [
      await noticing,
      await waitForAll(fleet, 'healthy', NORMAL_LIMIT_MS),
    ];
    const [atS, forS] = [toS(beganAtMs - startedAtMs), toS(outageMs)];
    outages.push({
      atS,
      forS,
      noticedS: noticedMs === null ? null : toS(noticedMs),
      normalS: normalMs === null ? null : toS(normalMs),
    });
  }
  await Promise.all(load);
  return { outages, askedPerS: perS(asked, strikes * outageMs) };
}

/** Milliseconds until every node says so of Redis; null when that does not come in time. */
async function waitForAll(
  { nodes }: Fleet,
  status: 'healthy' | 'unhealthy',
  limitMs: number,
): Promise<number | null> {
  const startedAtMs = performance.now();
  const waiting = new Set(nodes);
  while (waiting.size > 0) {
    if (performance.now() - startedAtMs > limitMs) return null;
    await sleep(LOOK_MS);
    for (const node of waiting) {
      const said = await readRedisHealth(node.port());
      if (said === status) waiting.delete(node);
    }
  }
  return performance.now() - startedAtMs;
}

async function readRedisHealth(port: number): Promise<string | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
  const body = (await response?.json().catch(() => null)) as {
    checks?: { redis?: { status?: string } };
  } | null;
  return body?.checks?.redis?.status;
}

/** When every delivery, import and job is through; null when that does not come in time. */
async function drain(
  { patienceMs }: RedisRun,
  { admin, imports, jobs }: Scene,
): Promise<number | null> {
  const giveUpAtMs = performance.now() + patienceMs;
  await jobs.stop();
  if (!(await settle(admin, patienceMs))) return null;
  while ((await imports.countOpen()) + (await jobs.countOpen()) > 0) {
    if (performance.now() > giveUpAtMs) return null;
    await sleep(LOOK_MS);
  }
  return performance.now();
}

function perS(count: number, tookMs: number): number {
  return Math.round((count / tookMs) * 10_000) / 10;
}

/** Prints the figures in a few lines, and stores all of it. */
function publish(report: RedisReport): void {
  const { name, seed, lost, repeated, wrong, board, imports, jobs, outages, edits } = report;
  const counts = (verdict: BoardVerdict) =>
    `lost ${verdict.lost.length}, repeated ${verdict.repeated.length}, wrong ${verdict.wrong.length}`;
  const ms = ({ p95Ms, slowestMs, calls }: ApiFigures) => `${p95Ms} (${slowestMs}) ms of ${calls}`;
  const phases = Object.values(edits);
  const refused = phases.reduce((sum, each) => sum + each.refused.length, 0);
  const retried = phases.reduce((sum, each) => sum + each.retried, 0);
  const list = (read: (outage: RedisReport['outages'][0]) => number | null) =>
    outages.map((outage) => read(outage) ?? 'never').join(' ');
  process.stdout.write(
    `${name}: seed ${seed}, ${report.durationS} s
  ${report.acknowledged} of ${report.notifications} notifications promised: ${counts({ lost, repeated, wrong })}, by policy ${report.byPolicy.length}
  ${board.acknowledged} live edits: ${counts(board)}; connections came back ${board.returns} times, slowest ${board.slowestReturnMs} ms
  ${imports.asked} imports: ${counts(imports)}; ${jobs.asked} jobs: ${counts(jobs)}, begun again ${jobs.begunAgain}
  requests, p95 (slowest): before ${ms(edits.before)}, during ${ms(edits.during)}, after ${ms(edits.after)}; refused ${refused}, made again ${retried}
  noticed after s: ${list(({ noticedS }) => noticedS)}; normal s after the return: ${list(({ normalS }) => normalS)}
  drained in ${report.drainedS ?? 'never'} s, backlog ${report.greatestBacklog}; asked ${report.askedPerS.before}/s before, ${report.askedPerS.during}/s meanwhile
`,
  );
  storeReport(report);
}
