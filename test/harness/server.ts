import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../server/src/platform/config/config.ts';
import { createLog, type Log } from '../../server/src/platform/log.ts';
import { openPostgres } from '../../server/src/roles/postgres.ts';
import { startProgram, type Program } from '../../server/src/roles/program.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** The real program on a database of its own, in this process. */
export interface TestServer {
  url: string;
  program: Program;
  database: TestDatabase;
  /** Calls `/api/v1` and answers status, body and headers. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface CallOptions {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  // Tests look into answers freely.
  body: AnswerBody;
}

export interface AnswerBody {
  success: boolean;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape of its own answer
  data: any;
  pagination?: { nextCursor: string | null; limit: number };
  error?: {
    code: string;
    message: string;
    requestId: string;
    details?: Record<string, unknown> & {
      fields?: { path: string; message: string }[];
      reason?: string;
    };
  };
}

/** Limits high enough that only tests about limits meet them. */
const RELAXED_LIMITS = {
  RATE_LIMIT_PER_MINUTE: '1000000',
  RATE_LIMIT_CREDENTIAL_PER_MINUTE: '1000000',
  RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
  RATE_LIMIT_MAIL_PER_MINUTE: '1000000',
  RATE_LIMIT_TOKEN_PER_MINUTE: '1000000',
  RATE_LIMIT_CALL_PER_MINUTE: '1000000',
};

/**
 * Settings of the flows that run a second time with Redis: one for all test servers, each of which has keys and channels
 * of its own there, as instances have.
 */
export function sharedStores(): { REDIS_URL: string } {
  return { REDIS_URL: process.env['BOARDWIRE_FLOWS_REDIS_URL'] ?? '' };
}

/** Starts all roles, with `environment` on top of the tests' own. */
export async function startTestServer(
  environment: Record<string, string> = {},
): Promise<TestServer> {
  const database = await createTestDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'boardwire-data-'));
  const remove = async () => {
    await database.drop().finally(() => rmSync(dataFolder, { recursive: true, force: true }));
  };
  return startNode(database, { BOARDWIRE_DATA: dataFolder, ...environment }, remove);
}

/** Starts another node of the same instance: with its database, keys and public address. Stop it before the first. */
export function startAnotherNode(
  { database, program }: TestServer,
  environment: Record<string, string> = {},
): Promise<TestServer> {
  const { BOARDWIRE_DATA, PUBLIC_URL } = program.foundation.config;
  return startNode(database, { BOARDWIRE_DATA, PUBLIC_URL, ...environment }, async () => undefined);
}

async function startNode(
  database: TestDatabase,
  environment: Record<string, string>,
  remove: () => Promise<void>,
): Promise<TestServer> {
  const config = loadConfig({
    ...RELAXED_LIMITS,
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    PORT: String(await findFreePort()),
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    ...sharedStores(),
    ...environment,
  });
  const log = createLog(config.LOG_LEVEL);
  const program = await start(config, log).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const url = `http://127.0.0.1:${config.PORT}`;
  return {
    url,
    program,
    database,
    call: (method, path, options) => call(url, method, path, options),
    async stop() {
      try {
        await program.stop();
      } finally {
        await remove();
      }
    },
  };
}

async function start(config: Config, log: Log): Promise<Program> {
  const postgres = await openPostgres(config, log, () => undefined);
  return startProgram({ config, log, postgres, role: config.BOARDWIRE_ROLE });
}

async function call(
  url: string,
  method: string,
  path: string,
  { body, token, headers }: CallOptions = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : { data: text }) as AnswerBody,
  };
}

/** A port that nobody listens on right now. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
