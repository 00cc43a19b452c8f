import { setTimeout as sleep } from 'node:timers/promises';
import { watchApi, type ApiFigures } from './api-watch.ts';
import type { BoardVerdict } from './board-check.ts';
import { checkDelivery, type DeliveryVerdict } from './delivery-checker.ts';
import type { RunDatabase } from './delivery-nodes.ts';
import { settle } from './delivery-run.ts';
import type { Fleet } from './fleet.ts';
import type { JobVerdict } from './job-load.ts';
import type { LiveLoadVerdict } from './live-load.ts';
import type { OlderBuild } from './older-build.ts';
import { storeReport, toS } from './run-report.ts';
import { playScene, type Scene } from './scene.ts';
import { startSdkPeople, type SdkPeople, type SdkVerdict } from './sdk-people.ts';

/** Nodes are replaced by those of a newer version, one by one, while all work goes on (fault F15). */
export interface UpgradeRun {
  name: string;
  older: OlderBuild;
  /** Main file of the newer version. */
  main: string;
  redisProgram: string;
  database: RunDatabase;
  notifications: number;
  /** How long both versions work side by side after each replacement. */
  besideMs: number;
  patienceMs: number;
}

/** What a run prints and stores. */
export interface UpgradeReport extends DeliveryVerdict {
  name: string;
  from: string;
  steps: { what: string; atS: number; tookS: number; problem: string | null }[];
  acknowledged: number;
  board: LiveLoadVerdict;
  sdk: SdkVerdict;
  imports: BoardVerdict & { asked: number };
  jobs: JobVerdict;
  requests: ApiFigures;
  drainedS: number | null;
  durationS: number;
  said: string;
}

/** Places of the fleet, and which version stands there next: half, back, half again, all. */
const STEPS = [
  [0, 'newer'],
  [2, 'newer'],
  [0, 'older'],
  [2, 'older'],
  [2, 'newer'],
  [0, 'newer'],
  [1, 'newer'],
  [3, 'newer'],
] as const;
const STEADY_MS = 3_000;
const CALL_PAUSE_MS = 30;
const LOOK_MS = 100;

interface UpgradeScene extends Scene {
  sdk: SdkPeople;
}

/** Runs the loads while nodes are replaced, lets everything end, and compares all logs. */
export function runUpgrade(run: UpgradeRun): Promise<UpgradeReport> {
  return playScene({ ...run, main: run.older.main }, async (scene) => {
    const sdk = await startSdkPeople(scene.fleet.url, scene.live.board.scene);
    try {
      return await play(run, { ...scene, sdk });
    } finally {
      sdk.close();
    }
  });
}

async function play(run: UpgradeRun, scene: UpgradeScene): Promise<UpgradeReport> {
  const { sinks, admin, fleet, client, live, sdk, imports, jobs, startedAtMs } = scene;
  const { patienceMs } = run;
  const stopCalls = watchCalls(fleet, live.board.scene);
  const steps = await replaceAll(run, scene);
  const requests = await stopCalls();
  const drainedS = await drain(run, scene);
  await Promise.all([sdk.stop(patienceMs), live.stop(patienceMs)]);
  const people = await sdk.check(patienceMs);
  const board = await live.check(admin, patienceMs);
  const inbox = await client.readInbox();
  const { acknowledged } = client;
  const logs = { acknowledged, arrivals: sinks.arrivals, inbox, inHand: [] };
  const report: UpgradeReport = {
    name: run.name,
    from: run.older.title,
    steps,
    acknowledged: acknowledged.length,
    ...(await checkDelivery(admin, logs)),
    board,
    sdk: people,
    imports: { asked: imports.asked(), ...(await imports.check()) },
    jobs: await jobs.check(),
    requests,
    drainedS,
    durationS: toS(performance.now() - startedAtMs),
    said: fleet.said(),
  };
  publish(report);
  return report;
}

/** Seconds until every delivery, import and job is through; null when that does not come in time. */
async function drain(
  { patienceMs }: UpgradeRun,
  { admin, imports, jobs }: UpgradeScene,
): Promise<number | null> {
  const startedAtMs = performance.now();
  await jobs.stop();
  if (!(await settle(admin, patienceMs))) return null;
  while ((await imports.countOpen()) + (await jobs.countOpen()) > 0) {
    if (performance.now() - startedAtMs > patienceMs) return null;
    await sleep(LOOK_MS);
  }
  return toS(performance.now() - startedAtMs);
}

/** Each step begins while there is something to send and to import. */
async function replaceAll(
  { older, main, notifications, besideMs }: UpgradeRun,
  { fleet, client, imports, startedAtMs }: UpgradeScene,
): Promise<UpgradeReport['steps']> {
  const steps: UpgradeReport['steps'] = [];
  const load: Promise<void>[] = [];
  await sleep(STEADY_MS);
  for (const [place, version] of STEPS) {
    load.push(
      client.send(Math.ceil(notifications / STEPS.length)),
      insist(() => imports.start(1)),
    );
    for (const part of load) part.catch(() => undefined);
    const beganAtMs = performance.now();
    const problem = await fleet.replace(place, version === 'newer' ? main : older.main).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    steps.push({
      what: `${fleet.nodes[place]?.name} ${version}`,
      atS: toS(beganAtMs - startedAtMs),
      tookS: toS(performance.now() - beganAtMs),
      problem,
    });
    await sleep(besideMs);
  }
  await Promise.all(load);
  return steps;
}

/** An upload is no call that can be made again by its key; whoever asks chooses the file anew. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TypeError) && !String(error).includes('503')) throw error;
      await sleep(LOOK_MS);
    }
  }
}

function watchCalls(
  { url }: Fleet,
  { owner, boardId }: { owner: { token: string }; boardId: string },
) {
  return watchApi({
    url,
    token: owner.token,
    calls: [
      { method: 'POST', path: `/boards/${boardId}/items`, body: { title: 'By REST' } },
      { method: 'GET', path: `/boards/${boardId}/items?limit=50` },
      { method: 'GET', path: `/boards/${boardId}/activity?limit=25` },
    ],
    pauseMs: CALL_PAUSE_MS,
    isPatient: true,
  });
}

/** Prints the figures in a few lines, and stores all of it. */
function publish(report: UpgradeReport): void {
  const { name, from, board, sdk, imports, jobs, requests, steps } = report;
  const counts = ({ lost, repeated, wrong }: BoardVerdict) =>
    `lost ${lost.length}, repeated ${repeated.length}, wrong ${wrong.length}`;
  const ends = Object.entries(sdk.ends).map(([kind, count]) => `${kind} ${count}`);
  process.stdout.write(
    `${name}: from ${from}, ${report.durationS} s
  ${steps.map(({ what, atS, tookS, problem }) => `${what} at ${atS} s (${tookS} s)${problem === null ? '' : ' FAILED'}`).join(', ')}
  ${requests.calls} requests: refused ${requests.refused.length}, made again ${requests.retried}, p95 ${requests.p95Ms} ms, slowest ${requests.slowestMs} ms
  ${report.acknowledged} notifications promised: ${counts(report)}, by policy ${report.byPolicy.length}
  ${board.acknowledged} live edits: ${counts(board)}; connections came back ${board.returns} times, slowest ${board.slowestReturnMs} ms
  ${sdk.acknowledged} edits and ${sdk.reads} reads by the SDK: ${counts(sdk)}; connections ended: ${ends.join(', ')}
  ${imports.asked} imports: ${counts(imports)}; ${jobs.asked} jobs: ${counts(jobs)}, begun again ${jobs.begunAgain}
  drained in ${report.drainedS ?? 'never'} s
`,
  );
  storeReport(report);
}
