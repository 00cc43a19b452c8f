import { fork, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { redriveDead } from '../jobs/dead-jobs.ts';
import { badJob, goodJob } from './bad-jobs.fixture.ts';
import { openEngine } from './open-engine.ts';
import { openQueue, type EnginePlace, type EngineSource } from './test-queue.fixture.ts';

const GOOD = 1_000;
const WORKERS = 2;
/** A worker that has been silent this long hangs: whatever supervises it ends it, as a failed health check would. */
const HUNG_AFTER_MS = 1_200;
const LIMIT = { timeout: 90_000, interval: 200 };

/**
 * Bad jobs beside good ones, on workers that are started again when they end; run once for each engine. `checkAlert` looks
 * whether somebody is told, when all of them are dead.
 */
export function describeBadJobs(
  name: string,
  open: EngineSource,
  checkAlert: (place: EnginePlace) => Promise<void> = async () => undefined,
): void {
  describe(`fault F12 on ${name}: bad jobs among a thousand`, () => {
    let place: EnginePlace;
    let script: string;
    beforeAll(async () => {
      script = await buildWorker();
      place = await open();
    });
    afterAll(async () => {
      await place.drop();
      await rm(script, { force: true });
    });

    it('fault F12: the bad ones are dead after at most five starts with their reasons, the good ones done, a redrive runs once', async () => {
      const suffix = createId();
      const bad = await putIn(place, suffix);
      const workers = superviseWorkers(script, place, suffix);
      try {
        const states = () => readStates(place, suffix);
        await expect.poll(states, LIMIT).toEqual({ good: { completed: GOOD }, bad: { dead: 10 } });
        const rows = await readBad(place, suffix);
        for (const row of rows) expect(row.starts).toBeLessThanOrEqual(5);
        expect(rows.map(describeRow).toSorted()).toEqual(EXPECTED);
        await checkAlert(place);
        // Whoever redrives twice, or at the same time as somebody else, gets one more run.
        const [thrower = ''] = bad.throwing;
        workers.mend();
        await Promise.all([redrive(place, thrower), redrive(place, thrower)]);
        const before = rows.find(({ id }) => id === thrower)?.starts ?? 0;
        const state = () => readOne(place, thrower);
        await expect
          .poll(state, LIMIT)
          .toMatchObject({ state: 'completed', starts: before + 1, redrives: 1 });
        expect(await states()).toEqual({
          good: { completed: GOOD },
          bad: { completed: 1, dead: 9 },
        });
      } finally {
        await workers.stop();
      }
    }, 200_000);
  });
}

/** A start that another job's process took along counts too, so how often each was begun is not told here. */
const EXPECTED = [
  ...Array.from({ length: 4 }, () => 'attempts: it throws each time'),
  ...Array.from({ length: 2 }, () => 'lost: its process died or hung in 5 of 5 starts'),
  ...Array.from({ length: 2 }, () => 'payload: 5000002 bytes'),
  ...Array.from({ length: 2 }, () => 'payload: how'),
].toSorted();

interface BadRow {
  id: string;
  starts: number;
  reason: string;
  error: string;
}

function describeRow({ reason, error }: BadRow): string {
  const refused = /^payload of test\.bad\S* is refused: (\d+ bytes|how)/.exec(error);
  return `${reason}: ${refused?.[1] ?? error}`;
}

/** Puts a thousand good jobs in, with ten bad ones among them. */
async function putIn(place: EnginePlace, suffix: string): Promise<{ throwing: string[] }> {
  const { queue } = await openQueue({ engine: place.engine, rows: place.rows });
  const engine = await openEngine(place.engine);
  const raw = engine.buildQueue('notification', {});
  const hows = ['throws', 'exits', 'throws', 'spins', 'throws', 'throws'] as const;
  const throwing: string[] = [];
  const job = goodJob(suffix);
  for (let n = 0; n < GOOD; n += 50) {
    const good = Array.from({ length: 50 }, (_, i) => queue.enqueue(job, { n: n + i }));
    await Promise.all(good);
    const how = hows[n / 100];
    if (n % 100 > 0 || how === undefined) continue;
    const id = await queue.enqueue(badJob(suffix), { how });
    if (how === 'throws') throwing.push(id);
  }
  // What no queue of ours would take: it came past the declaration, as from another version of the program.
  for (const payload of ['x'.repeat(5_000_000), { other: true }, 'y'.repeat(5_000_000), { how: 7 }])
    await raw.add(badJob(suffix).name, payload, { attempts: 5, removeOnComplete: true });
  await raw.close();
  await engine.close();
  await queue.close();
  return { throwing };
}

const pathOf = (place: string) => fileURLToPath(new URL(place, import.meta.url));

/** Workers are started dozens of times: as one file, which nothing has to be translated for at each start. */
async function buildWorker(): Promise<string> {
  const outfile = pathOf(`../../../../.cache/bad-job-worker-${process.pid}.mjs`);
  await build({
    entryPoints: [pathOf('bad-job-worker.fixture.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    alias: { '@boardwire/contract': pathOf('../../../../contract/src') },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

/** Keeps workers running: those that end are started again, those that hang are ended. */
function superviseWorkers(script: string, place: EnginePlace, suffix: string) {
  const running = new Set<ChildProcess>();
  let isStopping = false;
  let isMended = false;
  const start = () => {
    if (isStopping) return;
    const { engine, database } = place;
    const parameters = [JSON.stringify(engine), database.appUrl, suffix, String(isMended)];
    const child = fork(script, parameters, { execArgv: [] });
    running.add(child);
    let timer: NodeJS.Timeout | undefined;
    child.on('message', () => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), HUNG_AFTER_MS);
    });
    child.on('exit', () => {
      clearTimeout(timer);
      running.delete(child);
      start();
    });
  };
  for (let n = 0; n < WORKERS; n += 1) start();
  return {
    mend() {
      isMended = true;
      for (const child of running) child.send('mended');
    },
    async stop() {
      isStopping = true;
      const ended = [...running].map(
        (child) => new Promise((resolve) => child.on('exit', resolve)),
      );
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
}

function redrive({ connected }: EnginePlace, id: string): Promise<number> {
  return connected.write('all', (tx) => redriveDead(tx, { ids: [id] }));
}

async function readStates({ database }: EnginePlace, suffix: string) {
  const rows = await database.query<{ kind: string; state: string; count: number }>(
    `select split_part(name, '.', 2) as kind, state, count(*)::int as count from jobs
      where name like $1 group by 1, 2`,
    [`test.%.${suffix}`],
  );
  const states: Record<string, Record<string, number>> = {};
  for (const { kind, state, count } of rows) (states[kind] ??= {})[state] = count;
  return states;
}

function readBad({ database }: EnginePlace, suffix: string): Promise<BadRow[]> {
  return database.query<BadRow>('select id, starts, reason, error from jobs where name = $1', [
    badJob(suffix).name,
  ]);
}

async function readOne({ database }: EnginePlace, id: string): Promise<unknown> {
  const [row] = await database.query('select state, starts, redrives from jobs where id = $1', [
    id,
  ]);
  return row;
}
