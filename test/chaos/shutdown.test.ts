import { connect } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findFreePort } from '../harness/server.ts';
import { buildProgram, startProgramProcess, type ProgramProcess } from './program-process.ts';

let dataFolder: string;
let program: ProgramProcess;
let url: string;
beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'boardwire-stop-'));
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  program = await startProgramProcess(await buildProgram(), {
    BOARDWIRE_DATA: dataFolder,
    PORT: String(port),
    LOG_LEVEL: 'error',
    RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
    DATABASE_URL: '',
  });
}, 120_000);
afterEach(async () => {
  if (program.isRunning()) program.signal('SIGKILL');
  await program.exited;
  rmSync(dataFolder, { recursive: true, force: true });
});

const account = { email: 'stop@example.test', password: 'a long phrase for the stop' };

const post = (path: string, body: unknown) =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe.each(['SIGTERM', 'SIGINT'] as const)('fault F17: %s', (signal) => {
  it('answers what is in flight, exits 0, and the next start finds everything', async () => {
    await post('/auth/register', { ...account, name: 'Stop' });
    // Hashing keeps these in flight: two at a time, the others wait in line.
    const logIns = Array.from({ length: 20 }, () => post('/auth/login', account));
    await waitUntilArrived(20);
    program.signal(signal);
    const answers = await Promise.all(logIns);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await program.exited).toBe(0);
    await expect(post('/auth/login', account)).rejects.toThrow();
  }, 60_000);
});

describe('fault F17: the second signal', () => {
  it('is not an echo of the first', async () => {
    await post('/auth/register', { ...account, name: 'Stop' });
    const logIns = Array.from({ length: 20 }, () => post('/auth/login', account));
    await waitUntilArrived(20);
    program.signal('SIGINT');
    program.signal('SIGTERM');
    expect((await Promise.all(logIns)).every(({ status }) => status === 200)).toBe(true);
    expect(await program.exited).toBe(0);
  }, 60_000);

  it('ends the program at once', async () => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    // A request whose body never comes holds the orderly shutdown up.
    socket.write(
      `POST /api/v1/auth/login HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n`,
    );
    socket.on('error', () => undefined);
    await waitUntilArrived(1);
    const repeat = setInterval(() => program.signal('SIGTERM'), 200);
    expect(await program.exited).toBe(130);
    clearInterval(repeat);
    socket.destroy();
  }, 60_000);
});

/** Requests have arrived when they are in flight or were answered. */
async function waitUntilArrived(count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const inFlight = Number(/^boardwire_http_requests_in_flight (\d+)/m.exec(text)?.[1]);
      const answered = Number(
        /_count\{route="\/api\/v1\/auth\/login"[^}]*\} (\d+)/.exec(text)?.[1] ?? 0,
      );
      // The scrape itself is in flight too.
      expect(inFlight - 1 + answered).toBe(count);
    },
    { timeout: 15_000, interval: 5 },
  );
}
