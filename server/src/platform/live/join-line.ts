import { MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';

/** Joins that wait for each other, so that the database is left to requests when everybody comes back (fault F18). */
export interface JoinLine {
  /** Runs `join`, which says whether the member is in, when its turn comes. Whoever asks anew for the same board keeps their place, and the older ask ends. */
  enter(place: JoinPlace, join: () => Promise<boolean>): Promise<JoinOutcome>;
  /** Whoever is gone, or wants the board no more, is no longer waited for. */
  withdraw(place: JoinPlace): void;
}

/** Who waits for which board. */
export interface JoinPlace {
  boardId: string;
  memberId: string;
}

/**
 * Whether a member is in. `refused`: it was told why not; `withdrawn`: it left, or asked anew, before its turn came; `busy`:
 * so many wait that it is to come back later, which it is told at once.
 */
export type JoinOutcome =
  | { kind: 'joined' | 'refused' | 'withdrawn' }
  | { kind: 'busy'; afterMs: number };

/** When everybody comes back at once, most connections to the database are left to requests. */
const JOINS_AT_ONCE = 4;
/** Who would wait longer goes, and comes again (fault F18: joined within 10 s). */
const MAX_WAIT_MS = 10 * SECOND_MS;
/** The database may be well again long before the line would have ended. */
const MAX_RETURN_MS = MINUTE_MS / 2;
/** How much the last join counts in the pace of all. */
const PACE_SHARE = 0.2;

interface Waiting {
  sinceMs: number;
  resolve(isTurn: boolean): void;
}

/** Creates the line of this node. */
export function createJoinLine(random: () => number = Math.random): JoinLine {
  /** In the order in which they came. */
  const waiting = new Map<string, Waiting>();
  let reading = 0;
  let paceMs = 0;
  /** Until when the turns are promised to whoever was sent away. */
  let promisedUntilMs = 0;
  const waitMs = () => {
    const [first] = waiting.values();
    // A database that hangs shows no pace.
    const oldestMs = first === undefined ? 0 : performance.now() - first.sinceMs;
    return Math.max(oldestMs, ((waiting.size + 1) * paceMs) / JOINS_AT_ONCE);
  };
  const planReturn = (): number => {
    const nowMs = performance.now();
    promisedUntilMs = Math.max(promisedUntilMs, nowMs + waitMs()) + paceMs / JOINS_AT_ONCE;
    const afterMs = promisedUntilMs - nowMs;
    return Math.round(afterMs <= MAX_RETURN_MS ? afterMs : (MAX_RETURN_MS * (1 + random())) / 2);
  };
  const wait = (key: string) =>
    new Promise<boolean>((resolve) => {
      const older = waiting.get(key);
      older?.resolve(false);
      waiting.set(key, { sinceMs: older?.sinceMs ?? performance.now(), resolve });
    });
  const end = (startedAtMs: number) => {
    paceMs += (performance.now() - startedAtMs - paceMs) * PACE_SHARE;
    const [next] = waiting;
    // The place goes from hand to hand: nobody who comes now gets it first.
    if (next === undefined) return void (reading -= 1);
    waiting.delete(next[0]);
    next[1].resolve(true);
  };
  return {
    async enter(place, join) {
      const key = nameOf(place);
      if (reading < JOINS_AT_ONCE) reading += 1;
      else if (!waiting.has(key) && waitMs() > MAX_WAIT_MS)
        return { kind: 'busy', afterMs: planReturn() };
      else if (!(await wait(key))) return { kind: 'withdrawn' };
      const startedAtMs = performance.now();
      try {
        return { kind: (await join()) ? 'joined' : 'refused' };
      } finally {
        end(startedAtMs);
      }
    },
    withdraw(place) {
      const key = nameOf(place);
      waiting.get(key)?.resolve(false);
      waiting.delete(key);
    },
  };
}

function nameOf({ boardId, memberId }: JoinPlace): string {
  return `${boardId} ${memberId}`;
}
