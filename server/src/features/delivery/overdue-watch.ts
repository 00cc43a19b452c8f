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
}

/** What the owner of the instance hears. */
export type OverdueNews = { kind: 'late'; overdueS: number } | { kind: 'over' };

/** What waits longer than this shows that nobody sends (delivery D20). */
const LATE_FROM_S = 10;
/** Below this it is over; in between it stays as it was, so that the border is not crossed to and fro. */
const OVER_BELOW_S = 5;
const LOOK_INTERVAL_MS = 2 * SECOND_MS;
/** Signs of life of an alarm that lasts, in the log and to whoever tells the owner. */
const REPEAT_MS = 60 * SECOND_MS;
const DIFFERENCES_INTERVAL_MS = 60 * SECOND_MS;

interface Alarm {
  seen: Backlogged;
  repeatAtMs: number;
}

/** Creates the watch; it looks once it is started. */
export function createOverdueWatch(parts: OverdueWatchParts): OverdueWatch {
  let alarm: Alarm | null = null;
  let isFirst = true;
  let differencesAtMs = 0;
  const judge = createJudge(parts);
  const look = async () => {
    const nowMs = performance.now();
    alarm = await judge(alarm, { seen: await parts.backlog.look(), isFirst, nowMs });
    isFirst = false;
    if (nowMs < differencesAtMs) return;
    differencesAtMs = nowMs + DIFFERENCES_INTERVAL_MS;
    await reportDifferences(parts);
  };
  const { start, stop } = repeat(look, parts.log);
  return {
    start,
    stop,
    look,
    problem: () => (alarm === null ? null : describe(alarm.seen)),
  };
}

function createJudge({ tellOwner, log }: OverdueWatchParts) {
  const tell = (news: OverdueNews) =>
    tellOwner(news).catch((error: unknown) =>
      log.warn({ err: error }, 'the owner could not be told about late deliveries'),
    );
  return async (
    alarm: Alarm | null,
    { seen, isFirst, nowMs }: { seen: Backlogged; isFirst: boolean; nowMs: number },
  ): Promise<Alarm | null> => {
    const { overdueS, oldest } = seen;
    const isLate = overdueS > LATE_FROM_S || (alarm !== null && overdueS >= OVER_BELOW_S);
    if (!isLate) {
      if (alarm !== null) log.info('deliveries are not late any more');
      // Also at the start: whoever raised the alarm may be another process, or one that is gone.
      if (alarm !== null || isFirst) await tell({ kind: 'over' });
      return null;
    }
    if (alarm !== null && nowMs < alarm.repeatAtMs) return { ...alarm, seen };
    log.error({ overdueS: Math.round(overdueS), oldest }, describe(seen));
    await tell({ kind: 'late', overdueS });
    return { seen, repeatAtMs: nowMs + REPEAT_MS };
  };
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
