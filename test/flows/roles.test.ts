import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startMailServer } from '../../server/src/platform/mail/mail-server.fixture.ts';
import {
  buildProgram,
  killLeftPrograms,
  startProgramProcess,
  type ProgramProcess,
} from '../chaos/program-process.ts';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { findFreePort } from '../harness/server.ts';
import { environmentOf, runCommand } from './run-command.ts';

let main: string;
let common: Record<string, string>;
let folder: string;
let database: TestDatabase;
let mailServer: Awaited<ReturnType<typeof startMailServer>>;
const programs: ProgramProcess[] = [];
let start: (role: string, more?: Record<string, string>) => Promise<ProgramProcess>;
beforeAll(async () => {
  main = await buildProgram();
  folder = mkdtempSync(join(tmpdir(), 'boardwire-roles-'));
  database = await createTestDatabase();
  mailServer = await startMailServer();
  common = {
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    BOARDWIRE_DATA: folder,
    SMTP_URL: mailServer.url,
  };
  start = async (role, more) => {
    const settings = environmentOf({ ...common, ...more });
    const program = await startProgramProcess(main, settings, ['--role', role]);
    programs.push(program);
    return program;
  };
}, 180_000);
afterAll(async () => {
  for (const program of programs) program.signal('SIGTERM');
  expect(await Promise.all(programs.map(({ exited }) => exited))).toEqual(programs.map(() => 0));
  killLeftPrograms();
  await mailServer.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('SPEC F5: api and worker as processes of their own, on one database', () => {
  it('a mail that the api causes is sent by the worker, and not before there is one', async () => {
    const port = String(await findFreePort());
    const url = `http://127.0.0.1:${port}`;
    // The api's own words about mail count for nothing.
    const api = await start('api', { PORT: port, SMTP_URL: '' });
    expect(api.output()).toContain(`ready ${url}\n`);
    const answer = await fetch(`${url}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email: 'olga@example.test',
        name: 'Olga',
        password: 'violet ladder quiet harbour',
      }),
    });
    expect(answer.status).toBe(200);
    const { data: session } = (await answer.json()) as { data: { accessToken: string } };
    const headers = { authorization: `Bearer ${session.accessToken}` };
    const describeMail = async () => {
      const settings = await fetch(`${url}/api/v1/instance/settings`, { headers });
      const { data } = (await settings.json()) as { data: { parts: { name: string }[] } };
      return data.parts.find(({ name }) => name === 'mail');
    };
    expect(await describeMail()).toMatchObject({ state: 'unknown' });
    const states = () =>
      database.query<{ state: string; attempts: number }>(
        `select coalesce(d.state, 'asked') as state, coalesce(d.attempt, 0) as attempts
         from messages m left join deliveries d on d.message_id = m.id where m.category = 'account'`,
      );
    expect(await states()).toEqual([{ state: 'asked', attempts: 0 }]);
    // Outbox O7: what the api emits is after the beginning of its reactions, though nobody reads yet.
    expect(await database.query('select name from event_consumers')).toEqual(
      expect.arrayContaining([{ name: 'mail' }]),
    );

    const workerPort = String(await findFreePort());
    const worker = await start('worker', { PORT: workerPort });
    expect(worker.output()).toContain(`health     http://127.0.0.1:${workerPort}/health\n`);
    expect(worker.output()).toContain('ready worker\n');
    await vi.waitFor(async () => expect(await states()).toEqual([{ state: 'sent', attempts: 1 }]), {
      timeout: 20_000,
      interval: 100,
    });
    expect(mailServer.received.map(({ envelope }) => envelope.to)).toEqual([['olga@example.test']]);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    // Web W49: the page speaks of the process that sends.
    await expect
      .poll(describeMail, { timeout: 30_000, interval: 500 })
      .toMatchObject({ state: 'on', reportedAt: expect.any(String) });
  }, 90_000);

  it('SPEC F4: a worker answers for its health and metrics, and nothing else', async () => {
    const port = String(await findFreePort());
    const worker = await start('worker', { PORT: port });
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect((await get('/health/live')).status).toBe(200);
    expect(await (await get('/health/ready')).json()).toMatchObject({ status: 'ready' });
    expect(await (await get('/health')).json()).toMatchObject({
      status: 'healthy',
      checks: { database: { status: 'healthy' }, queue: { status: 'healthy' } },
    });
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(/^boardwire_event_lag_seconds\{consumer="mail"\} \d/m);
    expect(metrics).toMatch(/^boardwire_database_connections\{state="idle"\} \d/m);
    expect(metrics).toMatch(/^boardwire_mails_waiting \d/m);
    expect(metrics).not.toContain('label=');
    for (const path of ['/', '/api/v1/instance/status', '/api/openapi.json', '/api/docs'])
      expect((await get(path)).status, path).toBe(404);

    const second = await runCommand(main, ['--role', 'worker'], { ...common, PORT: port });
    expect(second).toMatchObject({ exitCode: 1, stdout: '' });
    expect(second.stderr).toMatch(/^boardwire: PORT: \d+ is taken .* start with PORT=\d+\n$/);
    expect(worker.isRunning()).toBe(true);
  });
});
