import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import { runWithoutSpan } from '../trace/current-span.ts';
import type { CommittedEvent } from './cache-class.ts';
import type { ClassTags } from './class-tags.ts';
import { parseSnapshot, type DbSnapshot } from './db-snapshot.ts';
import type { Voids } from './voids.ts';
import { SECOND_MS } from '../../kernel/time.ts';

/** Reads from the event log what is void: on every node, whoever committed it. */
export interface VoidFeed {
  /** True while the log has been read within two seconds; otherwise nothing remembered is answered (security S26). */
  isFresh(): boolean;
  /** Names the server whose transaction ids these are; values of another one count for nothing. */
  era(): string;
  /** Hints that there is something to read. */
  wake(): void;
  /** Reads what is new; joins a reading that began after the call only. */
  poll(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What a feed stands on. */
export interface VoidFeedParts {
  database: Database;
  tags: ClassTags;
  voids: Voids;
  log: Log;
  /** Another server answers, or more happened than is worth reading: nothing from before is trusted. */
  onForgotten(): void;
  /** An event of the log ended values. */
  onEnded(tags: readonly string[]): void;
}

/** A lost hint costs this much. */
const POLL_INTERVAL_MS = SECOND_MS;
/** As for grants (security S26). */
const FRESH_FOR_MS = 2 * SECOND_MS;
/** Hints are gathered this long: a burst of commits is one reading. */
const GATHER_MS = 10;
/** When more was voided between two readings, all of it is. */
const MAX_EVENTS = 5_000;

interface FeedRow {
  snapshot: string;
  server: string;
  transactionId: string | null;
  type: string;
  organizationId: string | null;
  aggregateId: string;
  data: unknown;
}

interface FeedState {
  last: { text: string; snapshot: DbSnapshot } | null;
  server: string;
  era: string;
  /** By the monotonic clock, when the last good reading began. */
  readAtMs: number;
}

/** Creates the feed. */
export function createVoidFeed(parts: VoidFeedParts): VoidFeed {
  const state: FeedState = { last: null, server: '', era: '', readAtMs: -Infinity };
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let gathering: NodeJS.Timeout | undefined;
  let isStopped = false;

  const read = async () => {
    try {
      await runWithoutSpan(() => readLog(parts, state));
    } catch (error) {
      parts.log.warn({ err: error }, 'cannot read what is void; the cache is not used');
    }
  };
  const poll = (): Promise<void> => {
    if (isStopped) return Promise.resolve();
    if (running === null) {
      running = read().finally(() => (running = null));
      return running;
    }
    next ??= running.then(() => {
      next = null;
      return poll();
    });
    return next;
  };
  return {
    isFresh: () => performance.now() - state.readAtMs < FRESH_FOR_MS,
    era: () => state.era,
    poll,
    wake() {
      if (isStopped) return;
      gathering ??= setTimeout(() => {
        gathering = undefined;
        void poll();
      }, GATHER_MS);
    },
    async start() {
      await poll();
      timer = setInterval(() => void poll(), POLL_INTERVAL_MS);
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      clearTimeout(gathering);
      await running;
    },
  };
}

/**
 * Events of transactions that the last reading did not see and this one does: those that began after it, and those that
 * were running. Unlike readers that need the order of events, it waits for no transaction that is still running, and
 * scans nothing twice beside one that stays open. Said as a range, one transaction looks short to the planner,
 * whatever lies in the log: of equal ones it expects what an import wrote, and reads the log from end to end.
 */
export const NEW_EVENTS = `
  select pg_current_snapshot()::text as snapshot, pg_postmaster_start_time()::text || ' ' || current_database() as server,
    e.transaction_id::text as "transactionId", e.type, e.organization_id as "organizationId",
    e.aggregate_id as "aggregateId", e.data
  from (select 1) as always left join lateral (
    (select * from events where transaction_id >= pg_snapshot_xmax($1::pg_snapshot) and type = any($2)
      limit ${MAX_EVENTS + 1})
    union all
    (select ended.* from pg_snapshot_xip($1::pg_snapshot) as running (id) cross join lateral (
      select * from events
      where transaction_id >= running.id and transaction_id <= running.id and type = any($2)
      limit ${MAX_EVENTS + 1}) as ended
      limit ${MAX_EVENTS + 1})) as e on $1::pg_snapshot is not null`;

async function readLog(parts: VoidFeedParts, state: FeedState): Promise<void> {
  const { database, tags, voids, onForgotten } = parts;
  const startedAtMs = performance.now();
  const mark = voids.mark();
  const before = state.last;
  const rows = await database.read('all', (tx) =>
    tx.query<FeedRow>(NEW_EVENTS, [before?.text ?? null, tags.types]),
  );
  const [first] = rows;
  if (first === undefined) throw new Error('a statement that has one row has none');
  const snapshot = parseSnapshot(first.snapshot);
  if (before === null || state.server !== first.server || rows.length > MAX_EVENTS) {
    state.server = first.server;
    state.era = createHash('sha256').update(first.server).digest('base64url').slice(0, 12);
    voids.forgetAll(mark, snapshot);
    onForgotten();
  } else {
    for (const { transactionId, ...event } of rows)
      if (transactionId !== null) noteEvent(parts, event, Number(transactionId), snapshot);
  }
  voids.confirm(mark, snapshot);
  state.last = { text: first.snapshot, snapshot };
  state.readAtMs = startedAtMs;
}

function noteEvent(
  { tags, voids, onEnded }: VoidFeedParts,
  event: CommittedEvent,
  transactionId: number,
  seenWith: DbSnapshot,
): void {
  const ended = tags.ofEvent(event);
  if (ended.length === 0) return;
  voids.noteLogged(ended, transactionId, seenWith);
  onEnded(ended);
}
