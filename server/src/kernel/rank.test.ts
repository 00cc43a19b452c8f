import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTooLong, MAX_RANK_LENGTH, rankBetween, ranksBetween, rekeyPlan } from './rank.ts';

const isInOrder = (keys: readonly string[]): boolean =>
  keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);

/** Puts a key at a place, rekeying as the server does; answers how many other keys changed. */
function insertAt(keys: string[], at: number): number {
  const key = rankBetween(keys[at - 1] ?? null, keys[at] ?? null);
  keys.splice(at, 0, key);
  if (!isTooLong(key)) return 0;
  const plan = rekeyPlan(keys, at);
  expect(plan.keys).toHaveLength(plan.to - plan.from);
  expect(plan.from <= at && at < plan.to).toBe(true);
  keys.splice(plan.from, plan.keys.length, ...plan.keys);
  return plan.keys.length - 1;
}

describe('live L24: ranks', () => {
  it('live L24: a key lies between its neighbours and open ends are null', () => {
    const middle = rankBetween(null, null);
    const first = rankBetween(null, middle);
    const last = rankBetween(middle, null);
    expect(isInOrder([first, rankBetween(first, middle), middle, last])).toBe(true);
    expect(isInOrder([first, ...ranksBetween(first, middle, 50), middle])).toBe(true);
    expect(ranksBetween(first, middle, 0)).toEqual([]);
  });

  it.each([
    ['a1', 'a0'],
    ['a0', 'a0'],
  ])('live L24: refuses neighbours out of order: %s, %s', (before, after) => {
    expect(() => rankBetween(before, after)).toThrow('out of order');
    expect(() => ranksBetween(before, after, 2)).toThrow('out of order');
  });

  it('live L24: keys are ASCII, so that < and COLLATE "C" agree', () => {
    for (const key of [...ranksBetween(null, null, 500), ...ranksBetween(null, 'a0', 500)])
      expect(key).toMatch(/^[0-9A-Za-z]+$/);
  });

  it('live L24: 10,000 random moves keep the order and every key short', () => {
    const move = fc.tuple(fc.nat(), fc.nat());
    const moves = fc.array(move, { minLength: 10_000, maxLength: 10_000, size: 'max' });
    fc.assert(
      fc.property(moves, (list) => {
        const keys = ranksBetween(null, null, 200);
        for (const [from, to] of list) {
          keys.splice(from % keys.length, 1);
          insertAt(keys, to % (keys.length + 1));
        }
        expect(isInOrder(keys)).toBe(true);
        expect(keys.some(isTooLong)).toBe(false);
      }),
      { numRuns: 3 },
    );
  });

  it.each([
    ['before the last', () => 0],
    ['after the last', () => 1],
    ['on both sides in turn', (turn: number) => turn % 2],
    ['in an irregular pattern', (turn: number) => ((turn * 7_919) >> 3) % 2],
  ])('live L24: 1,000 inserts into one gap, %s, stay short by few new keys', (_, step) => {
    const keys = ranksBetween(null, null, 100);
    const inserts = 1_000;
    let at = 50;
    let renewals = 0;
    let renewed = 0;
    for (let turn = 0; turn < inserts; turn += 1) {
      const others = insertAt(keys, at);
      renewals += others > 0 ? 1 : 0;
      renewed += others;
      at += step(turn);
    }
    expect(isInOrder(keys)).toBe(true);
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(MAX_RANK_LENGTH);
    expect(renewals).toBeLessThan(inserts / 50);
    expect(renewed).toBeLessThan(inserts);
  });

  it('live L24: only the neighbourhood gets new keys', () => {
    const keys = ranksBetween(null, null, 1_000);
    let at = 500;
    while (insertAt(keys, at) === 0) at += 1;
    const before = [...keys];
    const long = `${keys[at] ?? ''}${'0'.repeat(MAX_RANK_LENGTH)}1`;
    before.splice(at + 1, 0, long);
    const plan = rekeyPlan(before, at + 1);
    expect(plan.to - plan.from).toBeLessThan(5);
    before.splice(plan.from, plan.keys.length, ...plan.keys);
    expect(isInOrder(before)).toBe(true);
  });

  it('live L24: a lone key that is too long gets a new one', () => {
    const plan = rekeyPlan([`a0${'0'.repeat(MAX_RANK_LENGTH)}1`], 0);
    expect(plan).toEqual({ from: 0, to: 1, keys: ['a0'] });
  });
});
