import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { holdPoints, type Answer, type TakePoints } from './held-points.ts';

const LIMIT = 600;
const MINUTE_MS = 60_000;

/** What all nodes take from, and how often they did. */
function openStore(points = LIMIT) {
  const limiter = new RateLimiterMemory({ points, duration: MINUTE_MS / 1_000 });
  const taken: number[] = [];
  const store = { isAway: false, taken, openNode: () => holdPoints(points, take) };
  const take: TakePoints = async (key, count) => {
    if (store.isAway) return { isCounted: false, error: null };
    taken.push(count);
    try {
      return { isCounted: true, result: await limiter.consume(key, count), isOver: false };
    } catch (error) {
      return { isCounted: true, result: error as RateLimiterRes, isOver: true };
    }
  };
  return store;
}

const isPassed = (answer: Answer) => answer.isCounted && !answer.isOver;
const remainingOf = (answer: Answer) => (answer.isCounted ? answer.result.remainingPoints : null);

afterEach(() => vi.useRealTimers());

describe('points that a node takes ahead', () => {
  it('SPEC F2: one node counts down to nothing, exactly, and asks seldom', async () => {
    const store = openStore();
    const use = store.openNode();
    const remaining: (number | null)[] = [];
    for (let count = 0; count < LIMIT; count += 1) remaining.push(remainingOf(await use('ada')));
    expect(remaining).toEqual(Array.from({ length: LIMIT }, (_, index) => LIMIT - 1 - index));
    expect(store.taken.length).toBeLessThan(LIMIT / 5);
    expect(isPassed(await use('ada'))).toBe(false);
    expect(isPassed(await use('grace'))).toBe(true);
  });

  it.each([1, 50])(
    'SPEC F2: nodes let no more through than the limit, and hardly fewer, with %i at once',
    async (atOnce) => {
      const store = openStore();
      const nodes = [store.openNode(), store.openNode(), store.openNode()];
      let passed = 0;
      for (let asked = 0; asked < 2 * LIMIT; asked += atOnce) {
        const uses = Array.from({ length: atOnce }, async (_, index) => {
          const answer = await nodes[(asked + index) % nodes.length]?.('ada');
          if (answer !== undefined && isPassed(answer)) passed += 1;
        });
        await Promise.all(uses);
      }
      expect(passed).toBeLessThanOrEqual(LIMIT);
      expect(passed).toBeGreaterThan(0.9 * LIMIT);
    },
  );

  it('SPEC F2: a caller of whom fewer are left than were asked for has one of them', async () => {
    const store = openStore();
    const [one, other] = [store.openNode(), store.openNode()];
    await one('ada');
    for (let count = 0; count < LIMIT - 6; count += 1) await other('ada');
    expect(isPassed(await one('ada'))).toBe(true);
    expect(store.taken.at(-1)).toBeGreaterThan(5);
    expect(isPassed(await one('ada'))).toBe(false);
  });

  it('SPEC F2: what was taken ahead ends with its minute', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout'] });
    const store = openStore();
    const use = store.openNode();
    for (let count = 0; count < 3; count += 1) await use('ada');
    expect(store.taken.at(-1)).toBeGreaterThan(1);
    vi.advanceTimersByTime(MINUTE_MS + 1);
    expect(remainingOf(await use('ada'))).toBe(LIMIT - 1);
  });

  it('fault F6: while the store is away, what was taken is spent, and then nothing is counted', async () => {
    const store = openStore();
    const use = store.openNode();
    for (let count = 0; count < 2; count += 1) await use('ada');
    const held = (store.taken.at(-1) ?? 0) - 1;
    store.isAway = true;
    for (let count = 0; count < held; count += 1) expect(isPassed(await use('ada'))).toBe(true);
    expect(await use('ada')).toEqual({ isCounted: false, error: null });
  });

  it('fault F6: after an answer that did not come one point is taken, until there is one', async () => {
    const store = openStore();
    const use = store.openNode();
    for (let count = 0; count < 2; count += 1) await use('ada');
    for (let held = (store.taken.at(-1) ?? 0) - 1; held > 0; held -= 1) await use('ada');
    store.isAway = true;
    await use('ada');
    store.isAway = false;
    const before = store.taken.length;
    for (let count = 0; count < 2; count += 1) await use('ada');
    expect(store.taken[before]).toBe(1);
    expect(store.taken[before + 1]).toBeGreaterThan(1);
  });

  it('SPEC F2: however high a limit is, little is taken at a time', async () => {
    const store = openStore(1_000_000);
    const use = store.openNode();
    for (let count = 0; count < 100; count += 1) await use('ada');
    expect(Math.max(...store.taken)).toBe(30);
  });
});
