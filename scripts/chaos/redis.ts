import { findRedisProgram } from '../../server/src/platform/queue/redis-server.fixture.ts';
import { buildForCommand, buildTrusting } from '../../test/chaos/delivery-builds.ts';
import { REDIS_WAYS, type RedisWay } from '../../test/chaos/redis-faults.ts';
import { runRedis, type RedisReport } from '../../test/chaos/redis-run.ts';
import { withDatabase } from './database.ts';

/** What the command line says. */
export interface RedisChoices {
  /** Without it, all. */
  ways?: string | undefined;
  outage: string;
  notifications: string;
  seed?: string | undefined;
  mutant: boolean;
}

/** Fault F5: ten times, long enough for everybody to notice. */
const KILLS = 10;
const KILLED_MS = 2_000;
/** More than run at once on two workers, so that some wait in Redis when it fails. */
const IMPORTS = 8;
const PATIENCE_MS = 240_000;
/** What a mutant has not done by then it never does. */
const MUTANT_PATIENCE_MS = 30_000;
/** From reliability.md. */
const NORMAL_S = 10;
const DRAINED_S = 60;
const NOTICED_S = 5;
const EDIT_P95_MS = 300;
const ASKED_RATIO = 1.2;
const REPEATED_MAX_PERCENT = 2;

/** Runs each way on nodes and a database of its own; false when a promise was not kept. */
export async function runRedisWays(choices: RedisChoices): Promise<boolean> {
  const redisProgram = findRedisProgram();
  if (redisProgram === undefined) {
    process.stderr.write('no redis-server or valkey-server here: install one and run this again\n');
    return false;
  }
  const ways = choices.ways?.split(',') ?? REDIS_WAYS;
  const unknown = ways.filter((way) => !REDIS_WAYS.some((known) => known === way));
  if (unknown.length > 0) {
    process.stderr.write(`--ways: ${unknown.join(', ')}; there are ${REDIS_WAYS.join(', ')}\n`);
    return false;
  }
  const main = await (choices.mutant ? buildTrusting() : buildForCommand());
  let isKept = true;
  for (const way of ways as RedisWay[]) {
    const report = await runWay(way, { ...choices, main, redisProgram });
    const broken = listBroken(report);
    for (const each of broken) process.stdout.write(`  NOT KEPT  ${each}\n`);
    for (const each of listMissed(report, way)) process.stdout.write(`  missed    ${each}\n`);
    isKept &&= broken.length === 0;
  }
  return isKept;
}

function runWay(
  way: RedisWay,
  { main, redisProgram, ...choices }: RedisChoices & { main: string; redisProgram: string },
): Promise<RedisReport> {
  const isKilled = way === 'killed';
  const notifications = Number(choices.notifications);
  return withDatabase((database) =>
    runRedis({
      name: `Redis ${way}`,
      main,
      redisProgram,
      database,
      way,
      strikes: isKilled ? KILLS : 1,
      outageMs: isKilled ? KILLED_MS : Number(choices.outage) * 1_000,
      notifications: isKilled ? notifications : Math.round(notifications / 10),
      imports: IMPORTS,
      patienceMs: choices.mutant ? MUTANT_PATIENCE_MS : PATIENCE_MS,
      ...(choices.seed !== undefined && { seed: Number(choices.seed) }),
    }),
  );
}

/** Promises, which hold on any machine. */
function listBroken(report: RedisReport): string[] {
  const { board, imports, jobs, edits, outages } = report;
  const logs = { deliveries: report, 'live edits': board, imports, jobs };
  const counts = Object.entries(logs).flatMap(([what, { lost, repeated, wrong }]) =>
    Object.entries({ lost, repeated, wrong }).flatMap(([how, { length }]) =>
      length > 0 ? [`${what}: ${length} ${how}`] : [],
    ),
  );
  const refused = Object.values(edits).flatMap((each) => each.refused);
  return [
    ...counts,
    ...(report.repeatedMailPercent > REPEATED_MAX_PERCENT ? ['mails came again too often'] : []),
    ...(refused.length > 0 ? [`${refused.length} requests refused: ${refused[0]}`] : []),
    ...(report.drainedS === null ? ['not all was done in the end'] : []),
    ...(outages.some(({ normalS }) => normalS === null) ? ['a node did not come back'] : []),
  ];
}

/** Figures of reliability.md, which a busy machine misses. */
function listMissed(report: RedisReport, way: RedisWay): string[] {
  const { outages, edits, askedPerS, drainedS } = report;
  const normalS = Math.max(...outages.map((outage) => outage.normalS ?? Infinity));
  const noticed = outages.flatMap((outage) => outage.noticedS ?? []);
  const missed: [boolean, string][] = [
    [way === 'killed' && normalS > NORMAL_S, `normal in ${NORMAL_S} s: ${normalS} s`],
    [Math.max(0, ...noticed) > NOTICED_S, `noticed in ${NOTICED_S} s: ${Math.max(...noticed)} s`],
    [(drainedS ?? 0) > DRAINED_S, `drained in ${DRAINED_S} s: ${drainedS} s`],
    [edits.during.p95Ms > EDIT_P95_MS, `requests p95 ${EDIT_P95_MS} ms: ${edits.during.p95Ms} ms`],
    [
      askedPerS.during > ASKED_RATIO * askedPerS.before,
      `asked at most ${ASKED_RATIO} × as usual: ${askedPerS.during} of ${askedPerS.before}`,
    ],
  ];
  return missed.flatMap(([isMissed, what]) => (isMissed ? [what] : []));
}
