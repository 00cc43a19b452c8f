import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { findFreePort, type Answer, type TestServer } from '../harness/server.ts';
import { startProgramProcess, type ProgramProcess } from './program-process.ts';

/** Api processes on one database, each with a program of its own. */
export interface LiveNodes {
  urls: string[];
  programs: ProgramProcess[];
  database: TestDatabase;
  /** The first node as tests' helpers know a server. */
  server: TestServer;
  stop(): Promise<void>;
}

const UNLIMITED = '1000000';

/** Starts one process for each main file, the first one first: it makes the keys that all use. */
export async function startLiveNodes(
  mains: readonly string[],
  role: 'api' | 'all' = 'api',
): Promise<LiveNodes> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-nodes-'));
  const ports = await Promise.all(mains.map(() => findFreePort()));
  const programs: ProgramProcess[] = [];
  const stop = async () => {
    for (const program of programs) if (program.isRunning()) program.signal('SIGKILL');
    await Promise.all(programs.map(({ exited }) => exited));
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const [index, main] of mains.entries()) {
      programs.push(
        await startProgramProcess(
          main,
          {
            BOARDWIRE_DATA: folder,
            DATABASE_URL: database.appUrl,
            DATABASE_ADMIN_URL: database.adminUrl,
            LOG_LEVEL: 'error',
            RATE_LIMIT_PER_MINUTE: UNLIMITED,
            RATE_LIMIT_CREDENTIAL_PER_MINUTE: UNLIMITED,
            RATE_LIMIT_LOGIN_PER_MINUTE: UNLIMITED,
            RATE_LIMIT_MAIL_PER_MINUTE: UNLIMITED,
            PORT: String(ports[index]),
            // One address for all, as people see it; tokens name it as their issuer.
            PUBLIC_URL: `http://127.0.0.1:${ports[0]}`,
          },
          ['--role', role],
        ),
      );
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  // Board scenes need no more of a server than its address and its calls.
  const server = { url: urls[0], call: createCall(urls.at(-1) ?? '') } as unknown as TestServer;
  return { urls, programs, database, server, stop };
}

/** Calls of the API at an address, as tests' helpers make them. */
export function createCall(url: string): TestServer['call'] {
  return async (method, path, { body, token } = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status, headers } = response;
    return { status, headers, body: (await response.json()) as Answer['body'] };
  };
}
