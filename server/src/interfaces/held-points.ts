import { LRUCache } from 'lru-cache';
import { RateLimiterRes } from 'rate-limiter-flexible';

/** What became of an ask for points: `result` says where the caller stands. */
export type Answer =
  | { isCounted: true; result: RateLimiterRes; isOver: boolean }
  /** Null when nobody was asked, as the store is away or was of late. */
  | { isCounted: false; error: Error | null };

/** Takes points of a caller from where all nodes count them. */
export type TakePoints = (key: string, count: number) => Promise<Answer>;

/** Of what a caller has left, a node takes so much at once: near the limit it is one point again. */
const SHARE = 20;
/** And no more than this, so that little is lost with a process, or with an answer that comes too late. */
const MOST_AHEAD = 30;
/** Ends of one window, as answers tell them, differ by less. */
const SAME_WINDOW_MS = 1_000;
/** Callers of a minute whose points are held; of others each request asks. */
const MAX_CALLERS = 10_000;

interface Hold {
  /** Taken and not yet spent. */
  left: number;
  /** Of the limit, when it was asked last. */
  remaining: number;
  /** The end of the window that they are of. */
  endsAtMs: number;
  /** One takes many; others that come meanwhile take one each. */
  isTaking: boolean;
}

/**
 * Spends points that this process has taken ahead, and takes more when they are gone: not every request is a trip. All
 * nodes together let no more through than the limit; a twentieth of what was left may lie unspent on another node.
 */
export function holdPoints(points: number, take: TakePoints): (key: string) => Promise<Answer> {
  const holds = new LRUCache<string, Hold>({ max: MAX_CALLERS });
  const ask = async (key: string, count: number, askedAtMs: number): Promise<Answer> => {
    const answer = await take(key, count);
    if (!answer.isCounted) {
      // They may have been counted and be lost: one by one, until there is an answer again.
      const asked = holds.get(key);
      if (asked !== undefined) asked.remaining = 0;
      return answer;
    }
    const { result, isOver } = answer;
    if (isOver) {
      holds.delete(key);
      return hadOne(result, { count, points }) ? pass(0, result.msBeforeNext) : answer;
    }
    const hold = holds.get(key) ?? { left: 0, remaining: 0, endsAtMs: 0, isTaking: false };
    // From before the trip on: nothing is spent after its window.
    const endsAtMs = askedAtMs + result.msBeforeNext;
    if (endsAtMs - hold.endsAtMs > SAME_WINDOW_MS) hold.left = 0;
    hold.left += count - 1;
    hold.remaining = result.remainingPoints;
    hold.endsAtMs = endsAtMs;
    holds.set(key, hold);
    return pass(hold.remaining + hold.left, result.msBeforeNext);
  };
  return async (key) => {
    const nowMs = performance.now();
    const hold = holds.get(key);
    if (hold === undefined || hold.endsAtMs <= nowMs) return ask(key, 1, nowMs);
    if (hold.left > 0) {
      hold.left -= 1;
      return pass(hold.remaining + hold.left, hold.endsAtMs - nowMs);
    }
    if (hold.isTaking) return ask(key, 1, nowMs);
    hold.isTaking = true;
    const count = Math.max(1, Math.min(MOST_AHEAD, Math.floor(hold.remaining / SHARE)));
    return ask(key, count, nowMs).finally(() => (hold.isTaking = false));
  };
}

/** Whether some were left, though not as many as were asked for. */
function hadOne(
  { consumedPoints }: RateLimiterRes,
  { count, points }: { count: number; points: number },
): boolean {
  return consumedPoints > count && consumedPoints - count < points;
}

function pass(remaining: number, msBeforeNext: number): Answer {
  return { isCounted: true, result: new RateLimiterRes(remaining, msBeforeNext), isOver: false };
}
