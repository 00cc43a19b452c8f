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
import { environmentOf } from './run-command.ts';

let folder: string;
let database: TestDatabase;
let mailServer: Awaited<ReturnType<typeof startMailServer>>;
const programs: ProgramProcess[] = [];
let start: (role: string, more?: Record<string, string>) => Promise<ProgramProcess>;
beforeAll(async () => {
  const main = await buildProgram();
  folder = mkdtempSync(join(tmpdir(), 'boardwire-roles-'));
  database = await createTestDatabase();
  mailServer = await startMailServer();
  const common = {
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
    const api = await start('api', { PORT: port });
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
    const states = () =>
      database.query<{ state: string; attempts: number }>('select state, attempts from mails');
    expect(await states()).toEqual([{ state: 'queued', attempts: 0 }]);
    // Outbox O7: what the api emits is after the beginning of its reactions, though nobody reads yet.
    expect(await database.query('select name from event_consumers')).toEqual([{ name: 'mail' }]);

    const worker = await start('worker', { PORT: port });
    expect(worker.output()).toContain('ready worker\n');
    await vi.waitFor(async () => expect(await states()).toEqual([{ state: 'sent', attempts: 1 }]), {
      timeout: 20_000,
      interval: 100,
    });
    expect(mailServer.received.map(({ envelope }) => envelope.to)).toEqual([['olga@example.test']]);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });
});
