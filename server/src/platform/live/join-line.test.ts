import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sleep } from '../../kernel/time.ts';
import { createJoinLine, type JoinOutcome } from './join-line.ts';

const JOIN_MS = 1_000;

/** A line whose joins take a second each. */
function openLine() {
  const line = createJoinLine(() => 0.5);
  const turns: JoinOutcome[] = [];
  const enter = async () => {
    const place = { boardId: 'board', memberId: crypto.randomUUID() };
    const turn = await line.enter(place, async () => {
      await sleep(JOIN_MS);
      return true;
    });
    turns.push(turn);
  };
  const enterMany = (count: number) => Array.from({ length: count }, () => void enter());
  const afterMs = () => turns.flatMap((turn) => (turn.kind === 'busy' ? [turn.afterMs] : []));
  const done = () => turns.filter(({ kind }) => kind === 'joined').length;
  return { line, enterMany, afterMs, done };
}

describe('fault F18: the line of those who join', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('fault F18: nobody waits longer than 10 s at the pace of the joins; others hear at once when their turn is', async () => {
    const { enterMany, afterMs, done } = openLine();
    enterMany(40);
    await vi.advanceTimersByTimeAsync(10 * JOIN_MS);
    expect(done()).toBe(40);
    // Four read, forty would wait for just 10 s.
    enterMany(4 + 40 + 100);
    await vi.advanceTimersByTimeAsync(0);
    const returns = afterMs();
    expect(returns).toHaveLength(100);
    const [first = 0, second = 0] = returns;
    expect(first).toBeGreaterThan(10_000);
    expect(second - first).toBeGreaterThan(240);
    // As many as there are turns until then; the others come between 15 and 30 s, by chance.
    const byTurn = returns.findIndex((ms) => ms === 22_500);
    expect(byTurn).toBeGreaterThan(70);
    expect(new Set(returns.slice(byTurn))).toEqual(new Set([22_500]));
    expect(Math.max(...returns)).toBeLessThanOrEqual(30_000);
    await vi.advanceTimersByTimeAsync(11 * JOIN_MS);
    expect(done()).toBe(84);
    enterMany(1);
    await vi.advanceTimersByTimeAsync(JOIN_MS);
    expect(done()).toBe(85);
  });

  it('fault F18: while joins hang, the line does not grow', async () => {
    const { line, enterMany, afterMs } = openLine();
    for (let reader = 0; reader < 4; reader += 1)
      void line.enter({ boardId: 'board', memberId: String(reader) }, () => new Promise(() => {}));
    enterMany(3);
    await vi.advanceTimersByTimeAsync(10_001);
    expect(afterMs()).toEqual([]);
    enterMany(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(afterMs()).toHaveLength(1);
  });
});
