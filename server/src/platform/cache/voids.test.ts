import { describe, expect, it } from 'vitest';
import { parseSnapshot } from './db-snapshot.ts';
import { createVoids, type Voids } from './voids.ts';

const TAG = 'board:1';
/** More than are remembered of a tag one by one. */
const MANY = 17;
const at = (text: string) => parseSnapshot(text);

/** The log tells of transactions `from` to `to`, each by a reading of its own, while `open` stays open. */
function tell(voids: Voids, from: number, to: number, open?: number): void {
  for (let id = from; id <= to; id += 1) {
    const text = open === undefined ? `${id + 1}:${id + 1}:` : `${open}:${id + 1}:${open}`;
    voids.noteLogged([TAG], id, at(text));
  }
}

describe.each([
  ['of this process', (voids: Voids) => voids.mark()],
  ['of another one', () => null],
])('F3: what is void of values %s', (_whose, markOf) => {
  it('was loaded before changes that are no longer told one by one', () => {
    const voids = createVoids();
    const old = { snapshot: at('100:100:'), mark: markOf(voids) };
    expect(voids.isVoid([TAG], old)).toBe(false);
    tell(voids, 100, 100 + MANY);
    expect(voids.isVoid([TAG], old)).toBe(true);
    expect(voids.isVoid([TAG], { snapshot: at('118:118:'), mark: markOf(voids) })).toBe(false);
  });

  it('beside a transaction that stays open: what was loaded before the changes, not what was after', () => {
    const voids = createVoids();
    const old = { snapshot: at('99:100:99'), mark: markOf(voids) };
    tell(voids, 100, 100 + MANY, 99);
    expect(voids.isVoid([TAG], old)).toBe(true);
    expect(voids.isVoid([TAG], { snapshot: at('99:118:99'), mark: markOf(voids) })).toBe(false);
    // It lacks one of those that are dropped first.
    expect(voids.isVoid([TAG], { snapshot: at('99:118:99,100'), mark: markOf(voids) })).toBe(true);
  });

  it('lacks a change whose number is below all others and that was committed last', () => {
    const voids = createVoids();
    tell(voids, 100, 100 + MANY, 50);
    const old = { snapshot: at('50:118:50'), mark: markOf(voids) };
    expect(voids.isVoid([TAG], old)).toBe(false);
    voids.noteLogged([TAG], 50, at('118:118:'));
    expect(voids.isVoid([TAG], old)).toBe(true);
    expect(voids.isVoid([TAG], { snapshot: at('118:118:'), mark: markOf(voids) })).toBe(false);
  });

  it('is from before the changes of a tag that made room for another one', () => {
    const voids = createVoids(1);
    const old = { snapshot: at('99:100:99'), mark: markOf(voids) };
    voids.noteLogged([TAG], 100, at('99:101:99'));
    voids.noteLogged(['board:2'], 101, at('99:102:99'));
    expect(voids.isVoid([TAG], old)).toBe(true);
    expect(voids.isVoid([TAG], { snapshot: at('99:102:99'), mark: markOf(voids) })).toBe(false);
  });
});

describe('F3: a beginning without a past', () => {
  it('trusts what others have loaded since, beside a transaction that stays open', () => {
    const voids = createVoids();
    voids.forgetAll(voids.mark(), at('50:100:50'));
    expect(voids.isVoid([TAG], { snapshot: at('50:100:50'), mark: null })).toBe(false);
    expect(voids.isVoid([TAG], { snapshot: at('50:100:50,70'), mark: null })).toBe(true);
    expect(voids.isVoid([TAG], { snapshot: at('50:99:50'), mark: null })).toBe(true);
    // A void without an event is seen by the next reading, and by whoever saw as much.
    voids.noteCommitted([TAG], false);
    voids.confirm(voids.mark(), at('50:120:50'));
    expect(voids.isVoid([TAG], { snapshot: at('50:110:50'), mark: null })).toBe(true);
    expect(voids.isVoid([TAG], { snapshot: at('50:121:50'), mark: null })).toBe(false);
  });

  it('trusts nothing of others while a change of its own is in no reading', () => {
    const voids = createVoids();
    const mark = voids.mark();
    voids.noteCommitted([TAG], false);
    voids.forgetAll(mark, at('100:100:'));
    voids.confirm(mark, at('100:100:'));
    expect(voids.isVoid([TAG], { snapshot: at('100:100:'), mark: null })).toBe(true);
    voids.confirm(voids.mark(), at('105:105:'));
    expect(voids.isVoid([TAG], { snapshot: at('100:100:'), mark: null })).toBe(true);
    expect(voids.isVoid([TAG], { snapshot: at('105:105:'), mark: null })).toBe(false);
  });
});
