import { join } from 'node:path';
import type { Log } from '../../log.ts';
import { prepareBinaries, type BinariesSource } from './binaries.ts';
import { bringUp, type BringUp } from './bring-up.ts';
import { createHome, createRoot, describeDataFolder, type DataFolder } from './data-folder.ts';
import { lockDataFolder } from './folder-lock.ts';
import { describeLogins } from './logins.ts';
import { loadPasswords } from './passwords.ts';
import { describeHome, type Durability, type ServerPlace } from './server-place.ts';
import { chooseServerUser } from './server-user.ts';
import {
  supervise,
  type CrashLimit,
  type ServerState,
  type ServerStateChange,
} from './supervisor.ts';

/** How to start the embedded Postgres. */
export interface EmbeddedPostgresOptions {
  /** The data folder of the program; created when absent. */
  dataDir: string;
  log: Log;
  /** Called on every change after the start, never during it. */
  onStateChange?: (change: ServerStateChange) => void;
  /** `test`: without durability, for a throwaway folder of the test harness; no setting of the product leads here. */
  durability?: Durability;
  /** Connections that the server admits; more than the usual number where several processes share it. */
  connections?: number;
  /** Fault tests crash the server more often than a healthy one ever does. */
  crashLimit?: CrashLimit;
}

/** Parts that only tests of the supervisor replace. */
export interface EmbeddedPostgresParts {
  findRunning?: NonNullable<BringUp['findRunning']>;
  source?: BinariesSource;
}

/** A running server that this program watches over; it holds the data folder until `stop` or `release`. */
export interface EmbeddedPostgres {
  /** Superuser, for bootstrap and migrations only. Holds a password. */
  readonly adminUrl: string;
  /** The application's login. Holds a password. */
  readonly appUrl: string;
  state(): ServerState;
  /** Process number of the server; null while there is none. */
  pid(): number | null;
  /** Shuts the server down in order, at most `limitMs` (10 s); one that needs longer is left for the next start to wait for. */
  stop(limitMs?: number): Promise<'stopped' | 'left_running'>;
  /** Leaves the server running; the next start takes it over. */
  release(): Promise<void>;
}

const STOP_LIMIT_MS = 10_000;

/**
 * Starts Postgres in the data folder, or takes over the one that an earlier program left there, and restarts it
 * when it crashes (reliability R13 to R18). Throws EmbeddedPostgresError, whose message says what to do.
 */
export function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return startWithParts(options, {});
}

/** The same with replaced parts, for tests of the supervisor itself. */
export async function startWithParts(
  options: EmbeddedPostgresOptions,
  parts: EmbeddedPostgresParts,
): Promise<EmbeddedPostgres> {
  const folder = describeDataFolder(options.dataDir);
  createRoot(folder);
  const lock = await lockDataFolder(folder.programLock, folder.root);
  try {
    return await startInFolder(folder, () => lock.release(), options, parts);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startInFolder(
  folder: DataFolder,
  unlock: () => void,
  options: EmbeddedPostgresOptions,
  parts: EmbeddedPostgresParts,
): Promise<EmbeddedPostgres> {
  const { log } = options;
  const passwords = loadPasswords(folder.passwords);
  const place = await preparePlace(folder, options, parts);
  const request: BringUp = { place, passwords, listen: null, log };
  if (parts.findRunning) request.findRunning = parts.findRunning;
  const first = await bringUp(request);
  request.listen = first.listen;
  const supervisor = supervise({
    first,
    serverLog: folder.serverLog,
    restart: () => bringUp(request),
    log,
    onStateChange: options.onStateChange ?? (() => undefined),
    ...(options.crashLimit ? { crashLimit: options.crashLimit } : {}),
  });
  const { adminUrl, appUrl } = describeLogins(folder, first.listen, passwords);
  return {
    adminUrl,
    appUrl,
    state: () => supervisor.state(),
    pid: () => supervisor.pid(),
    stop: (limitMs = STOP_LIMIT_MS) => supervisor.stop(limitMs).finally(unlock),
    release: () => supervisor.release().finally(unlock),
  };
}

async function preparePlace(
  folder: DataFolder,
  { log, durability = 'full', connections }: EmbeddedPostgresOptions,
  { source }: EmbeddedPostgresParts,
): Promise<ServerPlace> {
  const user = await chooseServerUser(folder, log);
  createHome(folder, user);
  const copyFolder = join(folder.root, 'programs');
  const binaries = await prepareBinaries({ user, copyFolder, ...(source ? { source } : {}) });
  return {
    folder,
    binaries,
    user,
    durability,
    ...(connections === undefined ? {} : { connections }),
    seenHome: describeHome(folder, user),
  };
}
