import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../harness/server.ts';
import type { Sinks } from './delivery-sinks.ts';
import { startProgramProcess, type ProgramProcess } from './program-process.ts';

/** Where a run keeps its rows. */
export interface RunDatabase {
  appUrl: string;
  adminUrl: string;
}

/** One api process and its workers, on one database. */
export interface DeliveryNodes {
  url: string;
  workers: ProgramProcess[];
  /** Ends one worker without a word; another takes its place, once `onEnd` is through. */
  replaceWorker(index: number, onEnd: () => Promise<void>): Promise<void>;
  addWorker(): Promise<ProgramProcess>;
  /** Ends the api without a word, and starts it again. */
  replaceApi(): Promise<void>;
  stop(): Promise<void>;
}

/** What to start. */
export interface NodesOptions {
  main: string;
  database: RunDatabase;
  sinks: Sinks;
  workers: number;
  redisUrl?: string | undefined;
}

const START_TRIES = 20;
const RESTART_PAUSE_MS = 500;
const UNLIMITED = '100000000';
/** What is looked at is what faults do: no rate holds anything up. */
const NO_RATES = {
  SEND_EMAIL_PER_MINUTE: 'unlimited',
  SEND_SMS_PER_MINUTE: 'unlimited',
  SEND_SMS_PER_ORGANIZATION_PER_MINUTE: 'unlimited',
};
/** Any account; only our own sink is asked. */
const ACCOUNT = { sid: `AC${'0'.repeat(32)}`, token: 'f'.repeat(32), from: '+15005550006' };

/** Starts the api first: it makes the keys that all use. */
export async function startDeliveryNodes(options: NodesOptions): Promise<DeliveryNodes> {
  const fleet = await createFleet(options);
  const { url, start, kill, stop } = fleet;
  const workers: ProgramProcess[] = [];
  const addWorker = async () => {
    const worker = await start('worker');
    workers.push(worker);
    return worker;
  };
  try {
    let api = await start('api');
    for (let count = 0; count < options.workers; count += 1) await addWorker();
    return {
      url,
      workers,
      addWorker,
      async replaceWorker(index, onEnd) {
        const victim = workers[index];
        if (victim !== undefined) await kill(victim);
        await onEnd();
        workers[index] = await start('worker');
      },
      async replaceApi() {
        await kill(api);
        api = await start('api');
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts and kills processes of one instance. */
async function createFleet(options: NodesOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-delivery-'));
  const apiPort = await findFreePort();
  const url = `http://127.0.0.1:${apiPort}`;
  const environment = describeEnvironment(options, { folder, url });
  const all = new Set<ProgramProcess>();
  const kill = async (program: ProgramProcess) => {
    program.signal('SIGKILL');
    await program.exited;
    all.delete(program);
  };
  return {
    url,
    kill,
    async start(role: 'api' | 'worker') {
      const port = role === 'api' ? apiPort : await findFreePort();
      const own = { ...environment, PORT: String(port) };
      const program = await insist(() => startProgramProcess(options.main, own, ['--role', role]));
      all.add(program);
      return program;
    },
    async stop() {
      await Promise.all([...all].map(kill));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts again what met a database that was just being killed, as whatever supervises processes does. */
async function insist<T>(start: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries === START_TRIES) throw error;
      await sleep(RESTART_PAUSE_MS);
    }
  }
}

/** Settings of every process of a run. */
export function describeEnvironment(
  { database, sinks, redisUrl }: Pick<NodesOptions, 'database' | 'sinks' | 'redisUrl'>,
  { folder, url }: { folder: string; url: string },
): Record<string, string> {
  return {
    BOARDWIRE_DATA: folder,
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    LOG_LEVEL: 'warn',
    // Three processes and the harness share the connections that an embedded server admits.
    DATABASE_POOL_SIZE: '5',
    PUBLIC_URL: url,
    RATE_LIMIT_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_LOGIN_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_MAIL_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_CALL_PER_MINUTE: UNLIMITED,
    SMTP_URL: sinks.smtpUrl,
    TWILIO_ACCOUNT_SID: ACCOUNT.sid,
    TWILIO_AUTH_TOKEN: ACCOUNT.token,
    TWILIO_FROM: ACCOUNT.from,
    SMS_SEGMENTS_PER_DAY: UNLIMITED,
    ...NO_RATES,
    CHAOS_SMS_URL: sinks.smsUrl,
    EGRESS_ALLOW: [sinks.smsUrl, sinks.webhookUrl].map((each) => new URL(each).host).join(),
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
  };
}
