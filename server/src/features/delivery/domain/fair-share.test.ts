import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  noteServed,
  shareSlots,
  takeTurns,
  type Claimant,
  type Deficits,
  type Served,
} from './fair-share.ts';

const claimant = (key: string, changes: Partial<Claimant> = {}): Claimant => ({
  key,
  weight: 1,
  due: 1_000,
  inFlight: 0,
  ...changes,
});
/** Slots that each got over many rounds in which everything is sent at once. */
function overRounds(claimants: Claimant[], slots: number, rounds: number): Record<string, number> {
  const deficits: Deficits = new Map();
  const sums: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1)
    for (const [key, count] of shareSlots(claimants, { free: slots, total: slots }, deficits))
      sums[key] = (sums[key] ?? 0) + count;
  return sums;
}

describe('delivery D11, SPEC D9: slots among organizations', () => {
  it('a flood takes half at most while somebody else waits', () => {
    const shares = shareSlots(
      [claimant('flood', { due: 100_000 }), claimant('quiet', { due: 1 })],
      { free: 10, total: 10 },
      new Map(),
    );
    expect(Object.fromEntries(shares)).toEqual({ flood: 5, quiet: 1 });
    const alone = shareSlots([claimant('flood')], { free: 10, total: 10 }, new Map());
    expect(alone.get('flood')).toBe(10);
  });

  it('what is being sent already counts to the half', () => {
    const shares = shareSlots(
      [claimant('flood', { inFlight: 5 }), claimant('quiet')],
      { free: 5, total: 10 },
      new Map(),
    );
    expect(Object.fromEntries(shares)).toEqual({ quiet: 5 });
  });

  it('many with one slot get it in turn', () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map((key) => claimant(key));
    expect(overRounds(all, 1, 50)).toEqual({ a: 10, b: 10, c: 10, d: 10, e: 10 });
  });

  it('weights are kept over time, below one slot a round too', () => {
    const sums = overRounds([claimant('a', { weight: 3 }), claimant('b'), claimant('c')], 5, 200);
    expect(sums['a']).toBeGreaterThanOrEqual(390);
    expect(Math.abs((sums['b'] ?? 0) - (sums['c'] ?? 0))).toBeLessThanOrEqual(5);
  });

  it('gives no more than is free, due, or allowed, and leaves nothing free that somebody may take', () => {
    const any = fc.record({
      weight: fc.constantFrom(0.5, 1, 2, 5),
      due: fc.integer({ min: 0, max: 60 }),
      inFlight: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 12 }),
        fc.integer({ min: 0, max: 30 }),
        (list, free) => {
          const claimants = list.map((each, index) => ({ key: `o${index}`, ...each }));
          const shares = shareSlots(claimants, { free, total: 30 }, new Map());
          const waiting = claimants.filter(({ due }) => due > 0);
          const most = waiting.length > 1 ? 15 : 30;
          const given = [...shares.values()].reduce((sum, count) => sum + count, 0);
          const takeable = waiting.reduce(
            (sum, { due, inFlight }) => sum + Math.max(0, Math.min(due, most - inFlight)),
            0,
          );
          expect(given).toBe(Math.min(free, takeable));
          for (const { key, due } of claimants)
            expect(shares.get(key) ?? 0).toBeLessThanOrEqual(due);
        },
      ),
    );
  });

  it.each([
    ['a', 40, 'b', 40],
    ['b', 40, 'a', 40],
    ['a', 40, 'b', 6],
    ['b', 40, 'a', 6],
  ])(
    'with one token at a time, %s with %i and %s with %i are served in turns',
    (loud, loudDue, calm, calmDue) => {
      const deficits: Deficits = new Map();
      const turns: Served = new Map();
      const left = new Map([
        [loud, loudDue],
        [calm, calmDue],
      ]);
      const order: string[] = [];
      for (let round = 0; round < 12; round += 1) {
        const claimants = [...left].map(([key, due]) => claimant(key, { due }));
        const shares = shareSlots(claimants, { free: 8, total: 10 }, deficits);
        // All of the loud one's were due before the other's.
        const claims = [...shares].flatMap(([fairKey, count]) =>
          Array.from({ length: count }, (_, index) => ({
            fairKey,
            runAtMs: fairKey === loud ? index : 100 + index,
            id: `${fairKey}${index}`,
          })),
        );
        const [lucky] = takeTurns(claims, turns);
        if (lucky === undefined) break;
        order.push(lucky.fairKey);
        left.set(lucky.fairKey, (left.get(lucky.fairKey) ?? 0) - 1);
        noteServed(turns, [lucky], new Set(shares.keys()));
      }
      expect(order.filter((key) => key === calm)).toHaveLength(6);
    },
  );

  it('whoever comes later catches nothing up', () => {
    const served: Served = new Map();
    for (let round = 0; round < 100; round += 1)
      noteServed(served, [{ fairKey: 'first' }], new Set(['first']));
    const claims = ['first', 'second'].flatMap((fairKey) =>
      [0, 1].map((index) => ({ fairKey, runAtMs: index, id: `${fairKey}${index}` })),
    );
    expect(takeTurns(claims, served).map(({ id }) => id)).toEqual([
      'first0',
      'second0',
      'first1',
      'second1',
    ]);
  });
});
