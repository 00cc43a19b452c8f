// `npm run chaos -- <name>`: the full load of the fault tests, minutes of it, with the figures of each run as JSON in
// .cache/chaos. Exit code 1 when a promise was not kept.
import { parseArgs } from 'node:util';
import type { EmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { findRedisProgram, startRedis } from '../server/src/platform/queue/redis-server.fixture.ts';
import { buildForCommand } from '../test/chaos/delivery-builds.ts';
import { runCancel } from '../test/chaos/delivery-cancel.ts';
import type { FaultName } from '../test/chaos/delivery-faults.ts';
import { runDelivery, type DeliveryReport } from '../test/chaos/delivery-run.ts';
import { REDIS_WAYS } from '../test/chaos/redis-faults.ts';
import { killLeftPrograms } from '../test/chaos/program-process.ts';
import { findFreePort } from '../test/harness/server.ts';
import { killServer, withDatabase } from './chaos/database.ts';
import { runRedisWays } from './chaos/redis.ts';
import { upgradeNodes } from './chaos/upgrade.ts';

const USAGE = `npm run chaos -- delivery | cancel | redis | upgrade

  delivery  notifications on all channels while everything is killed in turn (fault F2, F3, F5, F24)
    --engine postgres|redis     broker; without it, one run on each that can be had
    --notifications 10000
    --strikes 40
    --seed <number>             the same faults at the same pauses
  cancel    one message to everybody, stopped halfway (delivery D17)
    --deliveries 100000
  redis     Redis fails while people edit, messages are sent and files are imported on two api and two worker
            processes (fault F5, F6)
    --ways killed,refuse,…      without it, all: ${REDIS_WAYS.join(', ')}
    --outage 60                 seconds of each but killed, which is ten times two
    --notifications 10000       of killed; of the others a tenth
    --mutant                    a program that believes that Redis keeps what it was told: it has to fail
  upgrade   two api and two worker processes of an older version are replaced one by one, taken back and replaced
            again, while people edit and messages are sent (fault F15)
    --from <commit>             the older version; built without the network where it has the same packages
    --beside 20                 seconds that both work side by side after each replacement
    --notifications 10000
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

const options = {
  engine: { type: 'string' },
  notifications: { type: 'string', default: '10000' },
  strikes: { type: 'string', default: '40' },
  seed: { type: 'string' },
  deliveries: { type: 'string', default: '100000' },
  ways: { type: 'string' },
  outage: { type: 'string', default: '60' },
  from: { type: 'string' },
  beside: { type: 'string', default: '20' },
  mutant: { type: 'boolean', default: false },
} as const;

const { values, positionals } = readArguments();

switch (positionals[0]) {
  case 'delivery':
    process.exitCode = (await runEngines()) ? 0 : 1;
    break;
  case 'cancel':
    process.exitCode = (await cancelHalfway()) ? 0 : 1;
    break;
  case 'redis':
    process.exitCode = (await runRedisWays(values)) ? 0 : 1;
    break;
  case 'upgrade':
    process.exitCode = (await upgradeNodes(values)) ? 0 : 1;
    break;
  default:
    process.stderr.write(USAGE);
    process.exitCode = 2;
}
killLeftPrograms();

/** Says what there is to choose from instead of where it was read. */
function readArguments() {
  try {
    const read = parseArgs({ allowPositionals: true, options });
    for (const name of [
      'notifications',
      'strikes',
      'seed',
      'deliveries',
      'outage',
      'beside',
    ] as const)
      if (!/^\d+$/.test(read.values[name] ?? '0'))
        throw new Error(`--${name} takes a number, not ${read.values[name]}`);
    const { engine = 'redis' } = read.values;
    if (engine !== 'redis' && engine !== 'postgres')
      throw new Error(`--engine takes postgres or redis, not ${engine}`);
    return read;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

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
