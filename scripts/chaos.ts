// `npm run chaos -- delivery` and `npm run chaos -- cancel`: the full load of the fault tests, minutes of it, with the
// figures of each run as JSON in .cache/chaos. Exit code 1 when a promise was not kept.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../server/src/platform/log.ts';
import { findRedisProgram, startRedis } from '../server/src/platform/queue/redis-server.fixture.ts';
import { buildForCommand } from '../test/chaos/delivery-builds.ts';
import { runCancel } from '../test/chaos/delivery-cancel.ts';
import type { FaultName } from '../test/chaos/delivery-faults.ts';
import { runDelivery, type DeliveryReport } from '../test/chaos/delivery-run.ts';
import { killLeftPrograms } from '../test/chaos/program-process.ts';
import { findFreePort } from '../test/harness/server.ts';

const USAGE = `npm run chaos -- delivery | cancel

  delivery  notifications on all channels while everything is killed in turn (fault F2, F3, F5, F24)
    --engine postgres|redis     broker; without it, one run on each that can be had
    --notifications 10000
    --strikes 40
    --seed <number>             the same faults at the same pauses
  cancel    one message to everybody, stopped halfway (delivery D17)
    --deliveries 100000
`;

/** The rows of delivery.md: workers, connections, pools, the broker and the database, workers most of all. */
const FAULTS: readonly FaultName[] = [
  'killWorker',
  'killBackends',
  'killWorker',
  'exhaustPool',
  'killWorker',
  'restartDatabase',
  'killWorker',
  'wipeBroker',
  'killApi',
  'cutFinishes',
];
const PAUSE_MS = [500, 3_000] as const;
const WORKERS = 2;
/** A lease of half a minute, two looks a quarter apart, and what waited meanwhile. */
const PATIENCE_MS = 240_000;
/** Of mails (fault F2). */
const REPEATED_MAX_PERCENT = 2;
const RESTART_LOOK_MS = 50;
/** Faults kill the server more often than a supervisor would bear. */
const CRASHES_MAX = 1_000;
const CRASH_WINDOW_MS = 600_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string' },
    notifications: { type: 'string', default: '10000' },
    strikes: { type: 'string', default: '40' },
    seed: { type: 'string' },
    deliveries: { type: 'string', default: '100000' },
  },
});

switch (positionals[0]) {
  case 'delivery':
    process.exitCode = (await runEngines()) ? 0 : 1;
    break;
  case 'cancel':
    process.exitCode = (await cancelHalfway()) ? 0 : 1;
    break;
  default:
    process.stderr.write(USAGE);
    process.exitCode = 2;
}
killLeftPrograms();

async function runEngines(): Promise<boolean> {
  const redis = findRedisProgram();
  const engines = values.engine === undefined ? ['postgres', 'redis'] : [values.engine];
  let isKept = true;
  for (const engine of engines) {
    if (engine === 'redis' && redis === undefined) {
      process.stdout.write('no redis-server or valkey-server here: that engine is left out\n');
      continue;
    }
    const report = await withDatabase((postgres) =>
      engine === 'redis' && redis !== undefined
        ? withRedis(redis, (broker) => runOn(engine, postgres, broker))
        : runOn(engine, postgres),
    );
    isKept &&= isPassed(report);
  }
  return isKept;
}

interface Broker {
  url: string;
  wipe(): Promise<void>;
}

async function runOn(
  engine: string,
  postgres: EmbeddedPostgres,
  broker?: Broker,
): Promise<DeliveryReport> {
  return runDelivery({
    name: `delivery on ${engine}`,
    main: await buildForCommand(),
    database: postgres,
    notifications: Number(values.notifications),
    faults: FAULTS,
    strikes: Number(values.strikes),
    pauseMs: PAUSE_MS,
    workers: WORKERS,
    patienceMs: PATIENCE_MS,
    restartDatabase: () => killServer(postgres),
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
    ...(broker !== undefined && { redisUrl: broker.url, wipeRedis: broker.wipe }),
  });
}

function isPassed({ lost, repeated, wrong, repeatedMailPercent }: DeliveryReport): boolean {
  const isKept = [lost, repeated, wrong].every(({ length }) => length === 0);
  return isKept && repeatedMailPercent <= REPEATED_MAX_PERCENT;
}

async function cancelHalfway(): Promise<boolean> {
  const report = await withDatabase(async (postgres) =>
    runCancel(await buildForCommand(), postgres, Number(values.deliveries)),
  );
  process.stdout.write(`cancel: ${JSON.stringify(report)}\n`);
  const { answer, rows, begunAfter, mails, entries } = report;
  const ended = (rows['sent'] ?? 0) + (rows['delivered'] ?? 0);
  return (
    begunAfter === 0 &&
    rows['cancelled'] === answer.cancelled &&
    ended === answer.alreadySent + answer.inFlight &&
    ended === mails + entries
  );
}

/** A durable server of its own, as the product starts it. */
async function withDatabase<T>(work: (postgres: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'boardwire-chaos-'));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: createLog('silent'),
    crashLimit: { crashes: CRASHES_MAX, windowMs: CRASH_WINDOW_MS },
  });
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function killServer(postgres: EmbeddedPostgres): Promise<void> {
  const pid = postgres.pid();
  if (pid === null) return;
  process.kill(pid, 'SIGKILL');
  while (postgres.pid() === null || postgres.pid() === pid) await sleep(RESTART_LOOK_MS);
}

async function withRedis<T>(program: string, work: (broker: Broker) => Promise<T>): Promise<T> {
  const port = await findFreePort();
  let server = await startRedis(program, port, ['--maxmemory-policy', 'noeviction']);
  try {
    return await work({
      url: server.url,
      async wipe() {
        await server.stop();
        server = await startRedis(program, port, ['--maxmemory-policy', 'noeviction']);
      },
    });
  } finally {
    await server.stop();
  }
}
