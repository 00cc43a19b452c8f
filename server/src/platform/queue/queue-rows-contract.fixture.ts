import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sleep } from '../../kernel/time.ts';
import { defineJob, handleJob } from './job.ts';
import {
  defineNote,
  LIMIT,
  useEngine,
  type EngineSource,
  type Note,
} from './test-queue.fixture.ts';

/** What our own rows say of jobs, whatever the engine; run once for each. */
export function describeRowsContract(name: string, open: EngineSource): void {
  const { build, start, place } = useEngine(open);
  const read = async (id: string) => {
    const [row] = await place().database.query<Record<string, unknown>>(
      'select * from jobs where id = $1',
      [id],
    );
    return row;
  };

  describe(`delivery D3 on ${name}: rows of jobs`, () => {
    it('delivery D3: tell of every start, its progress and its end with error and stack', async () => {
      const job = defineNote({ attempts: 2 });
      const { queue } = await start([
        handleJob(job, async ({ attempt, report }) => {
          await report({ done: attempt, total: 2, note: 'half' });
          if (attempt === 1) throw new Error('once');
        }),
      ]);
      const id = await queue.enqueue(job, { n: 1 }, { priority: 3 });
      await expect.poll(async () => (await read(id))?.['state'], LIMIT).toBe('completed');
      expect(await read(id)).toMatchObject({
        name: job.name,
        queue: 'notification',
        payload: { n: 1 },
        priority: 3,
        attempts: 2,
        starts: 2,
        failures: 1,
        progress: { done: 2, total: 2, note: 'half' },
        error: null,
      });
      const starts = await place().database.query(
        'select number, outcome, error, stack, ended_at is not null as ended from job_starts where job_id = $1 order by number',
        [id],
      );
      expect(starts).toEqual([
        {
          number: 1,
          outcome: 'failed',
          error: 'once',
          stack: expect.stringContaining('.ts'),
          ended: true,
        },
        { number: 2, outcome: 'completed', error: null, stack: null, ended: true },
      ]);
    });

    it('delivery D1: a job whose engine was wiped is told to it again, once', async () => {
      const job = defineNote();
      const seen: number[] = [];
      const { rows } = place();
      const opened = await build({
        jobs: [handleJob(job, async ({ payload }) => void seen.push(payload.n))],
      });
      const id = await opened.queue.enqueue(job, { n: 1 }, { delayMs: 60_000 });
      // The engine holds it for in a minute; a new life makes that copy stale, as after a wipe there is none.
      await place().database.query(
        `update jobs set run_at = now(), rung_at = null, life = 1, engine_id = id || '.1' where id = $1`,
        [id],
      );
      await opened.queue.startWorkers();
      await Promise.all([opened.queue.look(), opened.queue.look()]);
      await expect.poll(() => seen, LIMIT).toEqual([1]);
      expect(await rows.takeUnrung(10)).toEqual([]);
      await sleep(200);
      expect(seen).toEqual([1]);
    });

    it('delivery D1: a job whose process and engine both forgot it begins again, and the lost start counts', async () => {
      const job = defineNote({ attempts: 1 });
      const seen: number[] = [];
      const opened = await build({
        jobs: [handleJob(job, async ({ payload }) => void seen.push(payload.n))],
      });
      const id = await opened.queue.enqueue(job, { n: 1 }, { delayMs: 60_000 });
      await place().rows.start(claimOf(id, job.name), () => 0);
      await opened.queue.startWorkers();
      await opened.queue.look();
      expect(await read(id)).toMatchObject({ state: 'active', life: 0 });
      await place().database.query(
        `update jobs set seen_at = now() - interval '4 minutes' where id = $1`,
        [id],
      );
      await opened.queue.look();
      await expect.poll(async () => (await read(id))?.['state'], LIMIT).toBe('completed');
      expect(await read(id)).toMatchObject({ starts: 2, lost: 1, life: 1 });
      expect(seen).toEqual([1]);
    });

    it('fault F15: what a newer version has put in waits for a worker that knows it, and loses no try', async () => {
      const job = defineNote({ attempts: 1 });
      const known = defineNote({ attempts: 1 });
      // The same job with a field more, as the next version declares it.
      const newer = { ...known, payload: z.strictObject({ n: z.number(), more: z.string() }) };
      const old = await start([handleJob(known, async () => {})]);
      const ids = [
        await old.queue.enqueue(job, { n: 1 }),
        await old.queue.enqueue(newer, { n: 2, more: 'x' }),
      ];
      const readAll = () => Promise.all(ids.map(read));
      await expect
        .poll(async () => (await readAll()).map((row) => row?.['error']), LIMIT)
        .toEqual([
          `this version knows no job ${job.name}`,
          `this version does not know all of the payload of ${known.name}`,
        ]);
      expect(await readAll()).toMatchObject(ids.map(() => ({ state: 'waiting', starts: 0 })));
      const seen: unknown[] = [];
      await old.queue.drain(1_000);
      await start([
        handleJob(job, async ({ payload }) => void seen.push(payload)),
        handleJob(newer, async ({ payload }) => void seen.push(payload)),
      ]);
      await expect
        .poll(async () => (await readAll()).map((row) => row?.['state']), LIMIT)
        .toEqual(['completed', 'completed']);
      expect(seen).toEqual(expect.arrayContaining([{ n: 1 }, { n: 2, more: 'x' }]));
      expect(await readAll()).toMatchObject(
        ids.map(() => ({ starts: 1, failures: 0, error: null })),
      );
    });

    it('delivery D6: an end of an earlier start is refused', async () => {
      const { rows, database } = place();
      const job = defineNote();
      const { queue } = await build({ jobs: [] });
      const id = await queue.enqueue(job, { n: 1 });
      const claim = claimOf(id, job.name);
      await rows.start(claim, () => 0);
      await rows.start(claim, () => 0);
      const end = { kind: 'completed', hasNewChildren: false } as const;
      expect(await rows.end({ id, number: 1 }, end)).toMatchObject({ isFenced: true });
      expect((await read(id))?.['state']).toBe('active');
      expect(await rows.end({ id, number: 2 }, end)).toMatchObject({ isFenced: false });
      expect(await rows.start(claim, () => 0)).toEqual({ kind: 'stale' });
      const outcomes = await database.query<{ outcome: string }>(
        'select outcome from job_starts where job_id = $1 order by number',
        [id],
      );
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['lost', 'completed']);
    });

    it('fault F12: of jobs whose process was lost, one at a time runs in a process', async () => {
      const { rows } = place();
      const job = defineNote();
      const { queue } = await build({ jobs: [] });
      const id = await queue.enqueue(job, { n: 1 });
      const claim = claimOf(id, job.name);
      await rows.start(claim, () => 50);
      const laidBack = await rows.start(claim, () => 50);
      // Engines count in whole milliseconds, and one of them refuses others.
      expect(laidBack).toMatchObject({ kind: 'later', waitMs: expect.toSatisfy(Number.isInteger) });
      // Being put off is no start.
      expect(await read(id)).toMatchObject({ state: 'waiting', starts: 1, lost: 1 });
      expect(await rows.start(claim, () => 0)).toMatchObject({ kind: 'go', isSuspect: true });
      for (let left = 3; left > 0; left -= 1) await rows.start(claim, () => 0);
      expect(await rows.start(claim, () => 0)).toMatchObject({
        kind: 'dead',
        error: 'its process died or hung in 5 of 5 starts',
      });
      expect(await read(id)).toMatchObject({ state: 'dead', reason: 'lost', starts: 5 });
    });
  });

  describe(`SPEC D5 on ${name}: parents and children`, () => {
    const defineParent = () =>
      defineJob({
        name: `${defineNote().name}.parent`,
        queue: 'report',
        payload: z.strictObject({ n: z.number() }),
      });

    it('SPEC D5: a parent waits for the children that it adds, goes on once, and sees how they ended', async () => {
      const parent = defineParent();
      const child = defineNote({ attempts: 1 });
      const seen: unknown[] = [];
      const { queue } = await start(
        [
          handleJob(parent, async ({ children, addChildren }) => {
            seen.push(children);
            if (children !== null) return;
            const list = [1, 2, 3].map((n) => ({ key: `child ${n}`, payload: { n } }));
            await addChildren(child, list);
            // A parent that is begun again adds nothing twice.
            await addChildren(child, list);
          }),
          handleJob(child, async ({ payload }: { payload: Note }) => {
            if (payload.n === 2) throw new Error('this one fails');
          }),
        ],
        { settings: { report: { rateLimit: null } } },
      );
      const id = await queue.enqueue(parent, { n: 0 });
      await expect.poll(async () => (await read(id))?.['state'], LIMIT).toBe('completed');
      expect(seen).toEqual([null, { open: 0, completed: 2, dead: 1, discarded: 0 }]);
      expect((await read(id))?.['starts']).toBe(2);
    });

    it('SPEC D5: a parent that is put in with children begins after them', async () => {
      const parent = defineParent();
      const child = defineNote();
      const order: string[] = [];
      const { queue } = await start(
        [
          handleJob(
            parent,
            async ({ children }) => void order.push(`parent of ${children?.completed}`),
          ),
          handleJob(child, async ({ payload }: { payload: Note }) => {
            await sleep(50 * payload.n);
            order.push('child');
          }),
        ],
        { settings: { report: { rateLimit: null } } },
      );
      const children = [1, 2].map((n) => ({ job: child, payload: { n } }));
      await queue.enqueue(parent, { n: 0 }, { children });
      await expect.poll(() => order, LIMIT).toEqual(['child', 'child', 'parent of 2']);
    });
  });

  describe(`SPEC D8 on ${name}: paused queues`, () => {
    it('SPEC D8: a queue that its row pauses begins nothing, and goes on when the row is gone', async () => {
      const job = defineNote({ queue: 'ai' });
      const seen: number[] = [];
      const { queue } = await start([
        handleJob(job, async ({ payload }) => void seen.push(payload.n)),
      ]);
      await place().database.query(`insert into job_pauses (queue) values ('ai')`);
      await queue.look();
      // A worker that was waiting already may take one.
      for (let n = 0; n < 4; n += 1) await queue.enqueue(job, { n });
      await sleep(500);
      expect(seen.length).toBeLessThanOrEqual(1);
      await place().database.query('delete from job_pauses');
      await queue.look();
      await expect.poll(() => seen.length, LIMIT).toBe(4);
    });
  });
}

/** A job as an engine would hand it out. */
function claimOf(engineId: string, name: string) {
  return {
    engineId,
    queue: 'notification' as const,
    name,
    data: {},
    priority: 0,
    attempts: 1,
    firstWaitMs: 1,
    worker: 'test',
  };
}
