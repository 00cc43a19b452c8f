import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrganization, registerPerson, type Person } from '../harness/people.ts';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { findFreePort, type TestServer } from '../harness/server.ts';
import {
  buildProgram,
  killLeftPrograms,
  startProgramProcess,
  type ProgramProcess,
} from './program-process.ts';

const LONG = { timeout: 90_000, interval: 200 };

let main: string;
let database: TestDatabase;
let folder: string;
let api: ProgramProcess;
let url: string;
beforeAll(async () => {
  main = await buildProgram();
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'boardwire-overdue-'));
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  api = await start('api', port);
}, 180_000);
afterAll(async () => {
  killLeftPrograms();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function start(role: 'api' | 'worker', port: number): Promise<ProgramProcess> {
  const environment = {
    BOARDWIRE_DATA: folder,
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    LOG_LEVEL: 'info',
    PORT: String(port),
    PUBLIC_URL: url,
  };
  return startProgramProcess(main, environment, ['--role', role]);
}

async function call(
  method: string,
  path: string,
  { body, token }: { body?: unknown; token?: string } = {},
) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const readHealth = async () =>
  (await (await fetch(`${url}/health`)).json()) as {
    status: string;
    checks: Record<string, { error?: string }>;
  };

/** A gauge of the api without labels. */
async function readGauge(name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

/** Titles in the owner's inbox, the newest first. */
async function readInbox(owner: Person, organizationId: string): Promise<string[]> {
  const { token } = owner;
  const answer = await call('GET', `/organizations/${organizationId}/inbox`, { token });
  const entries = answer.body.data as { content: { title: string } }[];
  return entries.map(({ content }) => content.title);
}

/** What the api logged as an error. */
const errors = () =>
  api
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { level: string; msg: string; overdueS?: number })
    .filter(({ level }) => level === 'error');

describe('delivery D20: workers stopped', () => {
  it('the api raises the alarm in its metrics, health, log and the owner’s inbox, and ends it', async () => {
    const server = { call } as unknown as TestServer;
    const owner = await registerPerson(server);
    const organizationId = await createOrganization(server, owner);
    const send = (title: string) =>
      call('POST', '/notifications', {
        token: owner.token,
        body: { organizationId, to: [{ userId: owner.userId }], content: { title, body: '' } },
      });
    const worker = await start('worker', await findFreePort());
    await send('While a worker runs');
    await expect
      .poll(() => readInbox(owner, organizationId), LONG)
      .toEqual(['While a worker runs']);
    expect((await readHealth()).status).toBe('healthy');
    worker.signal('SIGKILL');
    await worker.exited;
    expect((await send('Nobody sends this')).status).toBe(202);
    await expect.poll(async () => (await readHealth()).status, LONG).toBe('degraded');
    expect((await readHealth()).checks['delivery']?.error).toMatch(/waited for \d+ s: no worker/);
    expect(await readGauge('boardwire_delivery_overdue_seconds')).toBeGreaterThan(10);
    await expect
      .poll(() => readInbox(owner, organizationId), LONG)
      .toEqual(['Messages are not going out', 'While a worker runs']);
    expect(errors()).toMatchObject([{ msg: expect.stringContaining('no worker runs') as string }]);
    await start('worker', await findFreePort());
    await expect.poll(async () => (await readHealth()).status, LONG).toBe('healthy');
    await expect
      .poll(() => readInbox(owner, organizationId), LONG)
      .toContain('Messages go out again');
    expect(await readInbox(owner, organizationId)).toContain('Nobody sends this');
    expect(await readGauge('boardwire_delivery_overdue_seconds')).toBeLessThan(10);
  }, 300_000);
});
