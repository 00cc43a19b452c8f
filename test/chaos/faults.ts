import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as PostgresClient } from 'pg';
import { startEmbeddedPostgres } from '../../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { findFreePort } from '../harness/server.ts';
import { check, type Verdict } from './checker.ts';
import { runEdits, type Client, type ClientLog } from './edits.ts';
import { readPostmasterPid, startProgramProcess, type ProgramProcess } from './program-process.ts';

/** A fault while clients write, and the figures afterwards. */
export interface FaultRun {
  /** Main file of the program, mutant or not. */
  main: string;
  edits: number;
  faults: number;
  /** Does the harm; `restart` brings the program back after it was killed. */
  strike(run: {
    program: ProgramProcess;
    dataFolder: string;
    restart: () => Promise<void>;
  }): Promise<void>;
}

const CLIENTS = 20;
/** Between faults; reliability F1 asks for half a second to three. */
const MIN_PAUSE_MS = 300;
const PAUSE_RANGE_MS = 700;
/** A mail whose sender was killed waits for its lease, then maybe for retries. */
const MAIL_SETTLE_MS = 130_000;

/** Runs the load while the fault strikes, lets the program settle, and compares everything (reliability R10). */
export async function runFault({
  main,
  edits,
  faults,
  strike,
}: FaultRun): Promise<Verdict & { output: string }> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'boardwire-fault-'));
  const port = await findFreePort();
  const environment = createEnvironment(dataFolder, port);
  const run = { program: await startProgramProcess(main, environment), dataFolder };
  const restart = async () => {
    run.program = await startProgramProcess(main, environment);
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    const clients = await createClients(url);
    let isDone = false;
    const load = runEdits(url, clients, edits).finally(() => (isDone = true));
    for (let count = 0; count < faults && !isDone; count += 1) {
      await pause(MIN_PAUSE_MS + Math.random() * PAUSE_RANGE_MS);
      await strike({ ...run, restart });
    }
    const log = await load;
    await settleMails(url, log);
    const output = run.program.output();
    run.program.signal('SIGTERM');
    await run.program.exited;
    return { ...(await inspect(dataFolder, log)), output };
  } finally {
    if (run.program.isRunning()) run.program.signal('SIGKILL');
    await closeLeftover(dataFolder);
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Whether the program answers again after its database was killed while all connections were idle. */
export async function survivesIdleLoss(main: string): Promise<boolean> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'boardwire-idle-'));
  const port = await findFreePort();
  const program = await startProgramProcess(main, createEnvironment(dataFolder, port));
  try {
    killPostmaster(dataFolder);
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
      if (!program.isRunning()) return false;
      if (response?.ok === true) return true;
      await pause(100);
    }
  } finally {
    program.signal('SIGTERM');
    await program.exited;
    await closeLeftover(dataFolder);
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Kills the server of the data folder, as a lack of memory would. */
export function killPostmaster(dataFolder: string): void {
  try {
    process.kill(readPostmasterPid(dataFolder), 'SIGKILL');
  } catch {
    // It is down from the fault before; this one strikes nobody.
  }
}

function createEnvironment(dataFolder: string, port: number): Record<string, string> {
  return {
    BOARDWIRE_DATA: dataFolder,
    PORT: String(port),
    LOG_LEVEL: 'error',
    RATE_LIMIT_PER_MINUTE: '1000000',
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: '1000000',
    RATE_LIMIT_MAIL_PER_MINUTE: '1000000',
    // What is looked at is what faults do: no rate holds anything up.
    SEND_EMAIL_PER_MINUTE: 'unlimited',
    DATABASE_URL: '',
    DATABASE_ADMIN_URL: '',
  };
}

async function createClients(url: string): Promise<Client[]> {
  const post = async (path: string, body: unknown, token?: string) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return (
      (await response.json()) as { data: { accessToken: string; id: string; role: { id: string } } }
    ).data;
  };
  const { accessToken: token } = await post('/auth/register', {
    email: 'load@example.test',
    name: 'Load',
    password: 'a long phrase for the load',
  });
  const create = async (index: number): Promise<Client> => {
    const { id: organizationId } = await post(
      '/organizations',
      { name: `Organization ${index}` },
      token,
    );
    const role = await post(
      `/organizations/${organizationId}/roles`,
      { name: 'Reader', permissions: ['organization:read'] },
      token,
    );
    return { token, organizationId, roleId: role.id };
  };
  return Promise.all(Array.from({ length: CLIENTS }, (_, index) => create(index)));
}

/** Mails follow by themselves; the check wants to see all of them. */
async function settleMails(url: string, log: ClientLog): Promise<void> {
  const invited = log.acknowledged.filter(({ kind }) => kind === 'invite').length;
  const deadlineMs = Date.now() + MAIL_SETTLE_MS;
  while (Date.now() < deadlineMs) {
    const response = await fetch(`${url}/metrics`).catch(() => null);
    const text = (await response?.text()) ?? '';
    const waiting = /^boardwire_mails_waiting (\d+)/m.exec(text)?.[1];
    if (invited === 0 || waiting === '0') return;
    await pause(100);
  }
}

async function inspect(dataFolder: string, log: ClientLog): Promise<Verdict> {
  const postgres = await startEmbeddedPostgres({ dataDir: dataFolder, log: createLog('silent') });
  const client = new PostgresClient({ connectionString: postgres.adminUrl });
  await client.connect();
  try {
    return await check(client, log);
  } finally {
    await client.end();
    await postgres.stop();
  }
}

async function closeLeftover(dataFolder: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({
    dataDir: dataFolder,
    log: createLog('silent'),
  }).catch(() => null);
  await postgres?.stop();
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
