import type { Database, Transaction } from './database/database.ts';
import type { Listener } from './database/listener.ts';
import type { Log } from './log.ts';
import { MINUTE_MS, SECOND_MS } from '../kernel/time.ts';

/** Whose access changed: an ended session or key, or a person or organization whose cached grants are void. */
export interface EpochSubject {
  kind: 'session' | 'user' | 'organization' | 'apiKey' | 'board' | 'boardLink';
  subjectId: string;
}

/** This process' view of recent changes of access (security S26). */
export interface AccessEpochs {
  /** True while the view is younger than two seconds; otherwise nothing cached may be trusted. */
  isFresh(): boolean;
  /** Whether the session ended within the life of its access tokens. */
  isSessionEnded(sessionId: string): boolean;
  /** Calls `listener` for each change, also for those of this process. */
  onChange(listener: (subject: EpochSubject) => void): void;
  /** Takes changes of this process' own commits without waiting for the database. */
  apply(subjects: readonly EpochSubject[]): void;
  start(): Promise<void>;
  stop(): void;
}

/** Channel that carries a hint to reread. */
const EPOCH_CHANNEL = 'boardwire_epochs';
const POLL_INTERVAL_MS = SECOND_MS;
/** A cached grant counts only while the view is younger than this (security S26). */
const FRESH_FOR_MS = 2 * SECOND_MS;
/** Access tokens live 15 minutes; a minute more for clocks. */
const SESSION_MEMORY_MS = 16 * MINUTE_MS;
/** Reread on each poll, so that a bump of a slow transaction is not missed. */
const REREAD_MS = MINUTE_MS;

/** Writes the change of access into the transaction that causes it, and wakes every node when it commits. */
export async function bumpEpochs(
  tx: Transaction,
  subjects: readonly EpochSubject[],
): Promise<void> {
  if (subjects.length === 0) return;
  await tx.query(
    `with bumped as (
       insert into access_epochs (kind, subject_id, bumped_at)
       select distinct kind, subject_id, clock_timestamp() from unnest($1::text[], $2::uuid[]) as changed (kind, subject_id)
       on conflict (kind, subject_id) do update set bumped_at = excluded.bumped_at
       returning 1)
     select pg_notify('${EPOCH_CHANNEL}', '') from (select count(*) from bumped) as counted`,
    [subjects.map(({ kind }) => kind), subjects.map(({ subjectId }) => subjectId)],
  );
}

/** What a node remembers of changes. */
interface Memory {
  listeners: ((subject: EpochSubject) => void)[];
  endedSessions: Map<string, number>;
  /** The bump last seen of each subject, so that a reread does not announce it again. */
  seen: Map<string, string>;
  /** By the monotonic clock: one that is set back must not keep old grants trusted. */
  readAtMs: number;
}

/** Creates the view; `start` loads it and keeps it fresh. */
export function createAccessEpochs(database: Database, listener: Listener, log: Log): AccessEpochs {
  const memory: Memory = {
    listeners: [],
    endedSessions: new Map(),
    seen: new Map(),
    readAtMs: -Infinity,
  };
  const poll = createPoll(database, memory, log);
  let timer: NodeJS.Timeout | undefined;
  return {
    isFresh: () => performance.now() - memory.readAtMs < FRESH_FOR_MS,
    isSessionEnded: (sessionId) => memory.endedSessions.has(sessionId),
    onChange: (callback) => memory.listeners.push(callback),
    apply: (subjects) => subjects.forEach((subject) => announce(memory, subject)),
    async start() {
      await readChanges(database, memory, SESSION_MEMORY_MS);
      listener.on(EPOCH_CHANNEL, () => void poll());
      timer = setInterval(() => void poll(), POLL_INTERVAL_MS);
    },
    stop: () => clearInterval(timer),
  };
}

/** Rereads, never twice at once; a wake-up during a read causes another one. */
function createPoll(database: Database, memory: Memory, log: Log): () => Promise<void> {
  let isReading = false;
  let wasWokenWhileReading = false;
  const poll = async () => {
    if (isReading) {
      wasWokenWhileReading = true;
      return;
    }
    isReading = true;
    wasWokenWhileReading = false;
    // After an outage longer than the usual window, look back as far as tokens live.
    const awayMs = performance.now() - memory.readAtMs;
    const lookBackMs = awayMs > REREAD_MS / 2 ? SESSION_MEMORY_MS : REREAD_MS;
    await readChanges(database, memory, lookBackMs).catch((error: unknown) => {
      log.warn({ err: error }, 'cannot read changes of access; cached grants are not used');
    });
    isReading = false;
    if (wasWokenWhileReading) void poll();
  };
  return poll;
}

async function readChanges(database: Database, memory: Memory, lookBackMs: number): Promise<void> {
  const startedAtMs = performance.now();
  const rows = await database.read('all', (tx) =>
    tx.query<EpochSubject & { bumpedAt: string }>(
      `select kind, subject_id as "subjectId", bumped_at::text as "bumpedAt" from access_epochs
       where bumped_at > now() - make_interval(secs => $1)`,
      [lookBackMs / SECOND_MS],
    ),
  );
  for (const { bumpedAt, ...subject } of rows) {
    const key = `${subject.kind}:${subject.subjectId}`;
    if (memory.seen.get(key) === bumpedAt) continue;
    memory.seen.set(key, bumpedAt);
    announce(memory, subject);
  }
  memory.readAtMs = startedAtMs;
  forgetOld(memory);
}

function announce({ listeners, endedSessions }: Memory, subject: EpochSubject): void {
  if (subject.kind === 'session') endedSessions.set(subject.subjectId, Date.now());
  for (const notify of listeners) notify(subject);
}

function forgetOld({ endedSessions, seen }: Memory): void {
  const oldestMs = Date.now() - SESSION_MEMORY_MS;
  for (const [sessionId, endedAtMs] of endedSessions) {
    if (endedAtMs < oldestMs) endedSessions.delete(sessionId);
  }
  for (const [key, bumpedAt] of seen) {
    if (Date.parse(bumpedAt) < oldestMs) seen.delete(key);
  }
}
