import { rmSync, realpathSync } from 'node:fs';
import { SECOND_MS, sleep } from '../../../kernel/time.ts';
import type { Log } from '../../log.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { tryLockFile, type FileLock } from './folder-lock.ts';
import { postmasterFilePath, readPostmasterFile, type PostmasterFile } from './postmaster-file.ts';
import { adoptPostmaster, START_LIMIT_MS, stopSurely, type Postmaster } from './postmaster.ts';
import {
  findServersIn,
  inspectProcess,
  isSameProcess,
  type ProcessFacts,
} from './process-table.ts';
import type { ServerPlace } from './server-place.ts';
import {
  isOurCommandLine,
  isTodaysCommandLine,
  socketLockPath,
  type Listen,
} from './server-settings.ts';

/** What an earlier program left: nothing (then the server lock is ours), or a server that serves us. */
export type Found = { kind: 'nobody'; lock: FileLock } | { kind: 'server'; postmaster: Postmaster };

/** What the process named in postmaster.pid is to us (reliability R15). */
export type Verdict = 'absent' | 'number_reused' | 'foreign' | 'ours_unfit' | 'ours';

/** How to look for a server. */
export interface Search {
  place: ServerPlace;
  listenKind: Listen['kind'];
  /** Whether the server behind `listen` accepts our logins. */
  canServe: (listen: Listen) => Promise<boolean>;
  log: Log;
}

/** How long the rest of a dead server may take to leave the folder (reliability R15). */
const LEAVE_LIMIT_MS = 20 * SECOND_MS;
const LEAVE_POLL_MS = 20;
/** Backends end by themselves when their postmaster dies; one that computes does not notice. */
const ORPHAN_PATIENCE_MS = 300;
/** The server notes its start in whole seconds, and the boot time that we compare with is rounded too. */
const START_TOLERANCE_MS = 5 * SECOND_MS;

/** Finds what an earlier program left in the folder and clears what cannot be used. Throws EmbeddedPostgresError. */
export async function resolveRunningServer(search: Search): Promise<Found> {
  const { place, log } = search;
  for (;;) {
    const file = readPostmasterFile(place.folder.cluster);
    const facts = file ? await inspectProcess(file.pid) : null;
    const verdict = judge(file, facts, search);
    if (verdict === 'foreign' && facts) throw foreignServer(place, facts);
    if (facts && file && (verdict === 'ours' || verdict === 'ours_unfit')) {
      const postmaster = verdict === 'ours' ? await adopt(search, file, facts) : null;
      if (postmaster) return { kind: 'server', postmaster };
      log.warn({ pid: facts.pid }, 'stopping the Postgres of an earlier start, which does not fit');
      await stopSurely(facts);
      continue;
    }
    const lock = await untilLeft(place, log);
    if (file) await checkNobodyIn(place, lock);
    if (verdict === 'number_reused') removeStaleFile(place, file, log);
    // It names a process too, and Postgres believes it when the number is taken.
    rmSync(socketLockPath(place.folder.sockets), { force: true });
    return { kind: 'nobody', lock };
  }
}

/** Pure: what the process `facts`, named by `file`, is to us. */
export function judge(
  file: PostmasterFile | null,
  facts: ProcessFacts | null,
  search: Pick<Search, 'place' | 'listenKind'>,
): Verdict {
  const { place, listenKind } = search;
  if (!file) return 'absent';
  if (!facts) return isProcessNumberTaken(file.pid) ? 'number_reused' : 'absent';
  // Postgres starts in a folder only as the folder's owner.
  const owner = place.user?.uid ?? process.getuid?.();
  if (facts.name !== 'postgres' || facts.uid !== owner) return 'number_reused';
  const serves = servesFolder(facts, place);
  if (serves === 'no') return 'number_reused';
  if (serves === 'unknown' || !isOurCommandLine(facts.commandLine)) return 'foreign';
  const isSameStart =
    Math.abs(facts.startedAtMs - file.startedAtS * SECOND_MS) <= START_TOLERANCE_MS;
  const isFit =
    isSameStart &&
    facts.executable === place.binaries.postgres &&
    isTodaysCommandLine(facts.commandLine, place, listenKind) &&
    file.status !== 'stopping';
  return isFit ? 'ours' : 'ours_unfit';
}

function servesFolder(facts: ProcessFacts, place: ServerPlace): 'yes' | 'no' | 'unknown' {
  if (facts.workingFolder !== null)
    return facts.workingFolder === realpathSync(place.folder.cluster) ? 'yes' : 'no';
  if (process.platform === 'linux') return 'unknown';
  return ` ${facts.commandLine.join(' ')} `.includes(` -D ${place.folder.cluster} `) ? 'yes' : 'no';
}

/** True also for a process that has ended and waits to be reaped: Postgres itself takes it for alive. */
function isProcessNumberTaken(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function adopt(
  search: Search,
  file: PostmasterFile,
  facts: ProcessFacts,
): Promise<Postmaster | null> {
  const { place, listenKind, canServe, log } = search;
  const listen: Listen =
    listenKind === 'socket' ? { kind: 'socket' } : { kind: 'loopback', port: file.port };
  const deadline = performance.now() + START_LIMIT_MS;
  while (readPostmasterFile(place.folder.cluster)?.status === 'starting') {
    if (!(await isSameProcess(facts.pid, facts.startMark)) || performance.now() > deadline)
      return null;
    await sleep(LEAVE_POLL_MS);
  }
  if (!(await canServe(listen))) return null;
  log.info({ pid: facts.pid }, 'took over the Postgres of an earlier start');
  return adoptPostmaster(facts.pid, facts.startMark, listen);
}

/** Waits until no process of an earlier server holds the folder; orphans of a killed one are asked to leave. */
async function untilLeft(place: ServerPlace, log: Log): Promise<FileLock> {
  const startedAt = performance.now();
  let areAsked = false;
  for (;;) {
    const lock = await tryLockFile(place.folder.serverLock);
    if (lock) return lock;
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > LEAVE_LIMIT_MS) throw await occupied(place);
    if (!areAsked && waitedMs > ORPHAN_PATIENCE_MS) areAsked = await askOrphansToLeave(place, log);
    await sleep(LEAVE_POLL_MS);
  }
}

async function askOrphansToLeave(place: ServerPlace, log: Log): Promise<boolean> {
  const orphans = await findServersIn(place.folder.cluster);
  for (const { pid } of orphans) {
    log.warn({ pid }, 'ending a Postgres process that outlived its server');
    try {
      process.kill(pid, 'SIGQUIT');
    } catch {
      // Gone since we looked.
    }
  }
  return orphans.length > 0;
}

/** A server that somebody else started here does not hold our lock; two servers in one folder destroy it. */
async function checkNobodyIn(place: ServerPlace, lock: FileLock): Promise<void> {
  const [intruder] = await findServersIn(place.folder.cluster);
  if (!intruder) return;
  lock.release();
  throw foreignServer(place, intruder);
}

function removeStaleFile(place: ServerPlace, file: PostmasterFile | null, log: Log): void {
  log.warn(
    { pid: file?.pid },
    'removing postmaster.pid: its process number now belongs to another program',
  );
  rmSync(postmasterFilePath(place.folder.cluster), { force: true });
}

function foreignServer({ folder }: ServerPlace, facts: ProcessFacts): EmbeddedPostgresError {
  const program = facts.executable ?? facts.name;
  return new EmbeddedPostgresError(
    'foreign_postgres',
    `Another Postgres (pid ${facts.pid}, ${program}), not started by Boardwire, uses ${folder.cluster}: stop it (\`kill -INT ${facts.pid}\`), or choose another data folder with BOARDWIRE_DATA`,
  );
}

async function occupied(place: ServerPlace): Promise<EmbeddedPostgresError> {
  const [holder] = await findServersIn(place.folder.cluster);
  const who = holder ? `pid ${holder.pid}` : 'not visible from here: perhaps in another container';
  return new EmbeddedPostgresError(
    'postgres_stuck',
    `A Postgres process of an earlier start (${who}) still uses ${place.folder.cluster}: end it, then start again`,
  );
}
