import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPerson, type Person } from '../../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../../test/harness/server.ts';
import { createId } from '../../kernel/ids.ts';

let server: TestServer;
let owner: Person;
beforeAll(async () => {
  server = await startTestServer();
  owner = await registerPerson(server);
});
afterAll(() => server.stop());

const LIMIT = { timeout: 20_000, interval: 100 };
const call = async (method: string, path: string, body?: unknown) => {
  const { token } = owner;
  return server.call(method, path, { token, ...(body === undefined ? {} : { body }) });
};
const answerOf = async (method: string, path: string, body?: unknown) => {
  const { status, body: answer } = await call(method, path, body);
  expect([path, status, answer.error]).toEqual([path, 200, undefined]);
  return answer.data;
};

const statusesOf = (answers: { status: number }[]) =>
  answers.map(({ status }) => String(status)).toSorted();

/** The age of what waits in a queue, as Prometheus gets it. */
async function readOldest(queue: string): Promise<string[]> {
  const text = await (await fetch(new URL('/metrics', server.url))).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`boardwire_jobs_oldest_seconds{queue="${queue}"`));
}

/** A job as it stands after its end, or before its start. */
async function insertJob(row: {
  state: 'dead' | 'waiting' | 'completed';
  payload?: unknown;
  name?: string;
  queue?: string;
  runAt?: string;
}): Promise<string> {
  const id = createId();
  const { state, payload = {}, name = 'mail.deliver', queue = 'email', runAt = 'now()' } = row;
  await server.database.query(
    `insert into jobs (id, queue, name, engine_id, state, payload, attempts, first_wait_ms, starts, spent, failures,
                       reason, error, stack, run_at, rung_at, started_at, ended_at)
     values ($1::uuid, $2, $3, $1::uuid::text, $4::text, $5, 5, 100, 5, 5, 5, case when $4::text = 'dead' then 'attempts' end, 'it broke',
             'Error: it broke at x.ts', ${runAt}, ${runAt}, now(), case when $4::text <> 'waiting' then now() end)`,
    [id, queue, name, state, JSON.stringify(payload)],
  );
  return id;
}

describe('SPEC D8: dead jobs', () => {
  it('SPEC D8: show their payload without secrets and addresses, error and stack; a retry runs once, with all tries', async () => {
    const id = await insertJob({ state: 'dead' });
    const secret = await insertJob({
      state: 'dead',
      name: 'test.unknown',
      payload: { token: 's3cret', to: 'ada@example.com', note: 'x'.repeat(300), n: 4 },
    });
    const listed = await answerOf('GET', '/instance/jobs?state=dead&queue=email');
    expect(listed.map((job: { id: string }) => job.id)).toEqual([secret, id]);
    expect(await answerOf('GET', `/instance/jobs/${secret}`)).toMatchObject({
      state: 'dead',
      reason: 'attempts',
      error: 'it broke',
      stack: 'Error: it broke at x.ts',
      payload: { token: '[redacted]', to: '[redacted]', note: `${'x'.repeat(200)}…`, n: 4 },
      children: { open: 0 },
      history: [],
    });
    const both = await Promise.all([
      call('POST', `/instance/jobs/${id}/retry`, {}),
      call('POST', `/instance/jobs/${id}/retry`, {}),
    ]);
    expect(statusesOf(both)).toEqual(['200', '409']);
    const read = () => answerOf('GET', `/instance/jobs/${id}`);
    await expect.poll(async () => (await read()).state, LIMIT).toBe('completed');
    expect(await read()).toMatchObject({
      starts: 6,
      failures: 0,
      redrives: 1,
      history: [{ number: 6, outcome: 'completed', error: null }],
    });
    expect(
      (await call('POST', `/instance/jobs/${id}/retry`, {})).body.error?.details,
    ).toMatchObject({
      reason: 'not_dead',
    });
    await answerOf('DELETE', `/instance/jobs/${secret}`);
    expect((await answerOf('GET', `/instance/jobs/${secret}`)).state).toBe('discarded');
  });

  it('SPEC D6: many are counted before they are redriven or discarded; a payload that was not kept stays', async () => {
    const name = 'test.many';
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push(await insertJob({ state: 'dead', name, queue: 'ai' }));
    await server.database.query(
      `update jobs set payload = null, payload_note = 'too large' where id = $1`,
      [ids[0]],
    );
    const filter = { queue: 'ai', name, reason: 'attempts' };
    expect(await answerOf('POST', '/instance/jobs/redrive', { ...filter, isDryRun: true })).toEqual(
      {
        matching: 3,
        redriven: 0,
      },
    );
    expect(await answerOf('POST', '/instance/jobs/redrive', { ids: [ids[0]] })).toEqual({
      matching: 1,
      redriven: 0,
    });
    expect(
      (await call('POST', `/instance/jobs/${ids[0]}/retry`, {})).body.error?.details,
    ).toMatchObject({
      reason: 'no_payload',
    });
    // Nobody works on this queue, so what is redriven waits.
    expect(await answerOf('POST', '/instance/jobs/redrive', filter)).toEqual({
      matching: 3,
      redriven: 2,
    });
    expect(await answerOf('POST', '/instance/jobs/discard', filter)).toEqual({
      matching: 1,
      discarded: 1,
    });
    const waiting = await answerOf('GET', `/instance/jobs?state=waiting&name=${name}`);
    expect(waiting).toHaveLength(2);
    for (const { id } of waiting) await answerOf('DELETE', `/instance/jobs/${id}`);
    expect(
      await answerOf('POST', '/instance/queues/ai/clean', {
        states: ['discarded'],
        isDryRun: true,
      }),
    ).toEqual({ matching: 3, removed: 0 });
    expect(await answerOf('POST', '/instance/queues/ai/clean', { states: ['discarded'] })).toEqual({
      matching: 3,
      removed: 3,
    });
  });
});

describe('SPEC D8: queues', () => {
  it('SPEC D8: a job that waits for its time is promoted and runs, once', async () => {
    const id = await insertJob({ state: 'waiting', runAt: `now() + interval '1 hour'` });
    expect((await answerOf('GET', `/instance/jobs/${id}`)).state).toBe('delayed');
    await answerOf('POST', `/instance/jobs/${id}/promote`, {});
    const read = () => answerOf('GET', `/instance/jobs/${id}`);
    await expect.poll(async () => (await read()).state, LIMIT).toBe('completed');
    expect((await call('POST', `/instance/jobs/${id}/promote`, {})).status).toBe(409);
    expect((await call('DELETE', `/instance/jobs/${id}`)).body.error?.details?.reason).toBe(
      'not_removable',
    );
  });

  it('SPEC D8: a paused queue keeps its jobs and says so; counts, rates and settings are told', async () => {
    await answerOf('POST', '/instance/queues/import/pause', {});
    const paused = async () =>
      (await answerOf('GET', '/instance/queues')).queues.find(
        ({ name }: { name: string }) => name === 'import',
      );
    expect(await paused()).toMatchObject({
      isPaused: true,
      settings: { variable: 'QUEUE_IMPORT' },
    });
    await server.program.foundation.database.write('all', async (tx) => {
      await tx.query(
        `insert into jobs (id, queue, name, engine_id, state, payload, attempts, first_wait_ms)
         values ($1::uuid, 'import', 'imports.run', $1::uuid::text, 'waiting', '{}', 3, 100)`,
        [createId()],
      );
    });
    await expect.poll(async () => (await paused()).waiting, LIMIT).toBe(1);
    expect(await readOldest('import')).toEqual([expect.stringContaining('paused="true"')]);
    await answerOf('POST', '/instance/queues/import/resume', {});
    await expect.poll(async () => (await paused()).completed, LIMIT).toBe(1);
    expect(await paused()).toMatchObject({ isPaused: false, waiting: 0, active: 0 });
    expect((await paused()).runMs.median).toBeGreaterThanOrEqual(0);
    expect(await readOldest('import')).toEqual([expect.stringMatching(/paused="false"\} 0$/)]);
  });
});

describe('SPEC D7: schedules in the console', () => {
  const find = async () =>
    (await answerOf('GET', '/instance/schedules')).schedules.find(
      ({ name }: { name: string }) => name === 'cleanup',
    );

  it('SPEC D7: run now, with what it did; a second one waits its turn', async () => {
    expect(await find()).toMatchObject({
      cron: '0 2 * * *',
      timeZone: 'UTC',
      isDefault: true,
      lastRun: null,
      nextRunAt: expect.stringMatching(/T02:00:00/),
    });
    const both = await Promise.all([
      call('POST', '/instance/schedules/cleanup/run', {}),
      call('POST', '/instance/schedules/cleanup/run', {}),
    ]);
    expect(statusesOf(both)).toEqual(['200', '409']);
    await expect.poll(async () => (await find()).lastRun?.state, LIMIT).toBe('completed');
    const { lastRun } = await find();
    expect(lastRun).toMatchObject({ slot: null, error: null });
    const { progress } = await answerOf('GET', `/instance/jobs/${lastRun.jobId}`);
    expect(progress.done).toBe(progress.total);
    expect(progress.total).toBeGreaterThanOrEqual(4);
  });

  it('SPEC D7: other times hold until the configured ones are wanted again', async () => {
    const times = { cron: '30 4 * * 1', timeZone: 'Europe/Berlin', isOn: true };
    const changed = await answerOf('PUT', '/instance/schedules/cleanup', { times });
    expect(changed).toMatchObject({ ...times, isDefault: false, default: { cron: '0 2 * * *' } });
    const wrong = await call('PUT', '/instance/schedules/cleanup', {
      times: { ...times, timeZone: 'Mars/Olympus' },
    });
    expect(wrong.body.error?.details?.fields?.[0]?.message).toContain('no time zone');
    const off = await answerOf('PUT', '/instance/schedules/cleanup', {
      times: { ...times, isOn: false },
    });
    expect(off.nextRunAt).toBeNull();
    expect(await answerOf('PUT', '/instance/schedules/cleanup', { times: null })).toMatchObject({
      isDefault: true,
      cron: '0 2 * * *',
    });
  });
});
