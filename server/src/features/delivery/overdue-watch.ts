import { unreachable } from '../../kernel/assert.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import type { Log } from '../../platform/log.ts';
import type { Backlog, Backlogged, Oldest } from './backlog.ts';

/** Watches over what should have been sent (delivery D20), in a process that goes on when all workers are gone. */
export interface OverdueWatch {
  /** Looks every two seconds from now on. */
  start(): void;
  stop(): Promise<void>;
  /** Looks once, and acts on what it sees. */
  look(): Promise<void>;
  /** What is wrong, as of the last look; null when nothing is. */
  problem(): string | null;
}

/** What the watch stands on. */
export interface OverdueWatchParts {
  backlog: Pick<Backlog, 'look'>;
  /** How many messages have other deliveries than were planned, and some of them (delivery D23). */
  findDifferences(): Promise<{ count: number; messageIds: readonly string[] }>;
  /** Tells whoever runs the instance that it is late, or is not any more; once in a while is its own decision. */
  tellOwner(news: OverdueNews): Promise<void>;
  log: Log;
  /** A clock that never jumps; the process's own when absent. */
  nowMs?(): number;
}

/** What the owner of the instance hears. */
export type OverdueNews = { kind: 'late'; overdueS: number } | { kind: 'over' };

/** What waits longer than this shows that nobody sends (delivery D20). */
const LATE_FROM_S = 10;
/** Below this it is over; in between it stays as it was, so that the border is not crossed to and fro. */
const OVER_BELOW_S = 5;
/** So long it has to be watched before: after a night's sleep of the machine everything is late, and sent in a moment. */
const WATCHED_FOR_MS = 8 * SECOND_MS;
/** What is due for less than this is about to be sent. */
const BEHIND_FROM_S = 2;
const LOOK_INTERVAL_MS = 2 * SECOND_MS;
/** Signs of life of an alarm that lasts, in the log and to whoever tells the owner. */
const REPEAT_MS = 60 * SECOND_MS;
const DIFFERENCES_INTERVAL_MS = 60 * SECOND_MS;

/** What the watch knows after a look. */
interface State {
  alarm: { seen: Backlogged; repeatAtMs: number } | null;
  /** Nothing was late at the last look that could tell, and whoever was told of an alarm was told of its end. */
  isCalm: boolean;
  /** Since when something has been late, as this process saw it. */
  behindSinceMs: number | null;
}

/** Creates the watch; it looks once it is started. */
export function createOverdueWatch(parts: OverdueWatchParts): OverdueWatch {
  const { backlog, nowMs: readNowMs = () => performance.now() } = parts;
  // Not calm at the start: whoever raised an alarm may be another process, or one that is gone.
  let state: State = { alarm: null, isCalm: false, behindSinceMs: null };
  let differencesAtMs = 0;
  const judge = createJudge(parts);
  const look = async () => {
    const nowMs = readNowMs();
    state = await judge(state, await backlog.look(), nowMs);
    if (nowMs < differencesAtMs) return;
    differencesAtMs = nowMs + DIFFERENCES_INTERVAL_MS;
    await reportDifferences(parts);
  };
  const { start, stop } = repeat(look, parts.log);
  return {
    start,
    stop,
    look,
    problem: () => (state.alarm === null ? null : describe(state.alarm.seen)),
  };
}

function createJudge({ tellOwner, log }: OverdueWatchParts) {
  const tell = (news: OverdueNews) =>
    tellOwner(news).catch((error: unknown) =>
      log.warn({ err: error }, 'the owner could not be told about late deliveries'),
    );
  return async (before: State, seen: Backlogged, nowMs: number): Promise<State> => {
    const { alarm, isCalm } = before;
    const { overdueS, oldest } = seen;
    const behindSinceMs = overdueS < BEHIND_FROM_S ? null : (before.behindSinceMs ?? nowMs);
    if (!isLate(seen, alarm !== null, nowMs - (behindSinceMs ?? nowMs))) {
      if (alarm !== null) log.info('deliveries are not late any more');
      const isOver = overdueS < OVER_BELOW_S;
      if (isOver && !isCalm) await tell({ kind: 'over' });
      return { alarm: null, isCalm: isCalm || isOver, behindSinceMs };
    }
    const lasting = { isCalm: false, behindSinceMs };
    if (alarm !== null && nowMs < alarm.repeatAtMs)
      return { ...lasting, alarm: { ...alarm, seen } };
    log.error({ overdueS: Math.round(overdueS), oldest }, describe(seen));
    await tell({ kind: 'late', overdueS });
    return { ...lasting, alarm: { seen, repeatAtMs: nowMs + REPEAT_MS } };
  };
}

function isLate({ overdueS }: Backlogged, isAlarmed: boolean, behindForMs: number): boolean {
  if (isAlarmed) return overdueS >= OVER_BELOW_S;
  return overdueS > LATE_FROM_S && behindForMs >= WATCHED_FOR_MS;
}

async function reportDifferences({ findDifferences, log }: OverdueWatchParts): Promise<void> {
  const { count, messageIds } = await findDifferences();
  if (count === 0) return;
  log.error(
    { messages: count, messageIds },
    'messages of the last day have other deliveries than were planned; this is a defect',
  );
}

function describe({ overdueS, oldest }: Backlogged): string {
  const what = oldest === null ? 'nothing' : nameOldest(oldest);
  return `${what} has waited for ${Math.round(overdueS)} s: no worker runs, or what there is to do is too much for those that do`;
}

function nameOldest(oldest: Oldest): string {
  switch (oldest.kind) {
    case 'delivery':
      return `a delivery (${oldest.channel}, ${oldest.lane})`;
    case 'message':
      return 'a message that nobody has planned';
    case 'event':
      return `an event that ${oldest.consumer} has not read`;
    default:
      return unreachable(oldest);
  }
}

/** Runs `look` in intervals, one at a time; a look that failed is logged, and the next one comes. */
function repeat(look: () => Promise<void>, log: Log) {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isStopped = true;
  const plan = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      running = look()
        .catch((error: unknown) => log.warn({ err: error }, 'late deliveries were not looked for'))
        .then(plan);
    }, LOOK_INTERVAL_MS).unref();
  };
  return {
    start() {
      isStopped = false;
      plan();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
