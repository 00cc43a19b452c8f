import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { PendingMutation } from '@boardwire/sdk/live/pending-mutation';
import { writeValues } from '@boardwire/sdk/live/write-values';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOT_TRIED, sendBundles, type SentPart } from './send-bundles.ts';
import { openSentBoard } from './sent-board.fixture.ts';
import { describeRejection } from './describe-rejection.ts';

const BAD = 'bad';

function isBad(call: BoardCall): boolean {
  if (call.op === 'items.create') return call.input.title === BAD;
  if (call.op !== 'items.update') return false;
  return Object.values(call.input.changes ?? {}).some(
    (change) => 'set' in change && change.set === BAD,
  );
}

/** One value for the title of each item, as a paste writes them. */
function titles(board: LiveBoard, values: Readonly<Record<string, string>>): SentPart[] {
  return Object.entries(values).map(([itemId, title]) => ({
    calls: [writeValues(board.view(), itemId, { title })],
  }));
}

function create(board: LiveBoard, id: string, title = id): BoardCall<'items.create'> {
  return { op: 'items.create', input: { boardId: board.id, id, title, values: {}, groupId: 'g1' } };
}

const ids = (count: number) => Array.from({ length: count }, (_id, index) => `new${index}`);

describe('web W5, W25: many edits of which one is refused', () => {
  it('the others are written, and the one at fault is named', async () => {
    const { board, valueOf, answerAll } = openSentBoard(['a', 'b', 'c'], isBad);
    const { refused } = sendBundles(board, titles(board, { a: 'A', b: BAD, c: 'C' }));
    await answerAll();
    expect([valueOf('a', 'title'), valueOf('b', 'title'), valueOf('c', 'title')]).toEqual([
      'A',
      'old',
      'C',
    ]);
    const found = (await refused).map(({ part }) => part.calls[0]?.input);
    expect(found).toMatchObject([{ itemId: 'b' }]);
  });

  it('what goes again still says what its writer had seen, so that others’ edits since are no prey', async () => {
    const { board, sent, answerAll } = openSentBoard(['a', 'b'], isBad);
    const parts = titles(board, { a: 'A', b: BAD });
    sendBundles(board, parts);
    await answerAll();
    expect(sent.at(1)?.calls).toEqual(parts[0]?.calls);
    expect(sent.at(1)?.calls[0]?.input).toMatchObject({
      seen: { title: 0 },
      changes: { title: { base: 'old' } },
    });
  });

  it('past a certain number of searches, the rest is not said to have what is wrong with others', async () => {
    const all = ids(200);
    const { board, valueOf, answerAll } = openSentBoard(all, isBad);
    const isWrong = (id: string) => all.indexOf(id) % 2 === 0;
    const values = Object.fromEntries(all.map((id) => [id, isWrong(id) ? BAD : 'pasted']));
    const { refused } = sendBundles(board, titles(board, values));
    await answerAll();
    const told = (await refused).map(({ part, error }) => ({
      id: Object(part.calls[0]?.input).itemId as string,
      code: error.code,
    }));
    const blamed = told.filter(({ code }) => code === 'VALIDATION_ERROR').map(({ id }) => id);
    expect(blamed.length).toBeGreaterThan(10);
    expect(blamed.every(isWrong)).toBe(true);
    const untried = told.filter(({ code }) => code === 'NOT_TRIED').map(({ id }) => id);
    expect(untried.some((id) => !isWrong(id))).toBe(true);
    // Each of them is either written or told of.
    const written = all.filter((id) => valueOf(id, 'title') === 'pasted');
    expect(new Set([...written, ...blamed, ...untried]).size).toBe(all.length);
    expect(describeRejection(NOT_TRIED)).toMatch(/^Not tried again/);
  });

  it('nothing goes over what the same person wrote while it was on its way', async () => {
    const { board, valueOf, answerAll } = openSentBoard(['a', 'b', 'c', 'd'], isBad);
    const { refused } = sendBundles(board, titles(board, { a: 'A', b: 'B', c: BAD, d: 'D' }));
    board.update('a', { title: 'corrected' });
    // The same as before the paste: no version tells of it.
    board.update('b', { title: 'old' });
    board.update('c', { title: 'mended' });
    await answerAll();
    expect(['a', 'b', 'c', 'd'].map((id) => valueOf(id, 'title'))).toEqual([
      'corrected',
      'old',
      'mended',
      'D',
    ]);
    expect(await refused).toEqual([]);
  });

  it('nor over what they wrote while the one at fault is looked for, though that was answered long since', async () => {
    const all = ids(8);
    const { board, valueOf, answer, answerAll } = openSentBoard(all, isBad);
    const values = Object.fromEntries(all.map((id, index) => [id, index === 0 ? BAD : 'pasted']));
    sendBundles(board, titles(board, values));
    await answer();
    // The first half is on its way; the second one follows once all of that is found.
    board.update('new7', { title: 'corrected' });
    await answerAll();
    expect(valueOf('new7', 'title')).toBe('corrected');
    expect(valueOf('new6', 'title')).toBe('pasted');
  });

  it('of a row, only the field that was written since stays as it is', async () => {
    const { board, valueOf, sent, answerAll } = openSentBoard(['a', 'b'], isBad);
    const row = { calls: [writeValues(board.view(), 'a', { title: 'A', note: 'N' })] };
    sendBundles(board, [row, ...titles(board, { b: BAD })]);
    board.update('a', { title: 'corrected' });
    await answerAll();
    expect([valueOf('a', 'title'), valueOf('a', 'note')]).toEqual(['corrected', 'N']);
    expect(sent.at(2)?.calls[0]?.input['seen']).toEqual({ note: 0 });
  });

  it('a row goes again without the value at fault once that was corrected', async () => {
    const { board, valueOf, answerAll } = openSentBoard(['a'], isBad);
    const row = { calls: [writeValues(board.view(), 'a', { title: BAD, note: 'N' })] };
    const { refused } = sendBundles(board, [row]);
    board.update('a', { title: 'mended' });
    await answerAll();
    expect([valueOf('a', 'title'), valueOf('a', 'note')]).toEqual(['mended', 'N']);
    expect(await refused).toEqual([]);
  });

  it('what goes in the next mutation is no later edit', async () => {
    const all = ids(150);
    const { board, valueOf, answerAll } = openSentBoard(all, isBad);
    const values = Object.fromEntries(all.map((id, index) => [id, index === 120 ? BAD : 'pasted']));
    const { refused } = sendBundles(board, titles(board, values));
    await answerAll();
    const written = all.filter((id) => valueOf(id, 'title') === 'pasted');
    expect(written).toEqual(all.filter((id) => id !== 'new120'));
    expect(await refused).toHaveLength(1);
  });

  it('an older edit that still waits keeps nothing back', async () => {
    // It has its answer, but what it did has not come by yet.
    const { board, valueOf, answerAll } = openSentBoard(['a', 'b'], isBad, { isBehind: true });
    board.update('a', { title: 'before' });
    sendBundles(board, titles(board, { a: 'A', b: BAD }));
    await answerAll();
    expect(valueOf('a', 'title')).toBe('A');
  });

  it('a second paste over the first one stays, whatever of both is refused', async () => {
    const { board, valueOf, answerAll } = openSentBoard(['a', 'b', 'c'], isBad);
    const first = sendBundles(board, titles(board, { a: 'one', b: 'one', c: BAD }));
    const second = sendBundles(board, titles(board, { a: 'two', b: BAD, c: 'two' }));
    await answerAll();
    expect(['a', 'b', 'c'].map((id) => valueOf(id, 'title'))).toEqual(['two', 'old', 'two']);
    expect(await first.refused).toEqual([]);
    expect(await second.refused).toHaveLength(1);
  });
});

describe('web W25: while what is refused is looked for', () => {
  const itemsOf = (mutations: readonly PendingMutation[]) =>
    mutations.flatMap(({ calls }) => calls.map(({ input }) => input['itemId']));

  it('every edit is saved, waits or is kept, so that a page that goes loses none', async () => {
    const all = ids(130);
    const place = openSentBoard(all, isBad);
    const { board, valueOf, answer, waiting, kept } = place;
    const bad = new Set(['new7', 'new120']);
    const values = Object.fromEntries(all.map((id) => [id, bad.has(id) ? BAD : 'pasted']));
    const { refused, forgetRefused } = sendBundles(board, titles(board, values));
    const lost: string[] = [];
    while (await answer()) {
      const safe = new Set([...itemsOf(waiting()), ...itemsOf(kept())]);
      lost.push(...all.filter((id) => !safe.has(id) && valueOf(id, 'title') !== 'pasted'));
    }
    expect(lost).toEqual([]);
    await refused;
    expect(itemsOf(kept())).toEqual([...bad]);
    forgetRefused();
    expect(kept()).toEqual([]);
  });

  it('a board that is deleted leaves all of them kept', async () => {
    const { board, answer, kept, lose } = openSentBoard(['a', 'b', 'c'], isBad);
    const sent = sendBundles(board, titles(board, { a: 'A', b: BAD, c: 'C' }));
    await answer();
    lose();
    expect(await sent.refused).toEqual([]);
    sent.forgetRefused();
    expect(itemsOf(kept())).toEqual(['a', 'b', 'c']);
  });

  it('nor does it take back what the live connection tells of by itself', async () => {
    const { board, answer, kept } = openSentBoard(['a', 'b'], isBad);
    const sent = sendBundles(board, titles(board, { a: 'A', b: BAD }));
    await answer('DISCARDED');
    expect(await sent.refused).toHaveLength(2);
    sent.forgetRefused();
    expect(itemsOf(kept())).toEqual(['a', 'b']);
  });
});

describe('web W5: new rows', () => {
  it('stand in the order of their lines, whichever of them are refused', async () => {
    const lines = fc.integer({ min: 1, max: 260 }).chain((count) =>
      fc.record({
        count: fc.constant(count),
        bad: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 6 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(lines, async ({ count, bad }) => {
        const { board, order, answerAll } = openSentBoard(['x'], isBad);
        const isRefused = (index: number) => bad.includes(index);
        const parts = ids(count).map((id, index) => ({
          calls: [create(board, id, isRefused(index) ? BAD : id)],
        }));
        const { refused } = sendBundles(board, parts);
        await answerAll();
        const made = ids(count).filter((_id, index) => !isRefused(index));
        expect(order()).toEqual(['x', ...made]);
        expect((await refused).map(({ part }) => parts.indexOf(part))).toEqual(
          bad.toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('are made with what was written to them meanwhile, and not at all when they were put into the trash', async () => {
    const { board, valueOf, order, answerAll } = openSentBoard([], isBad);
    const parts = ['a', 'b', 'c'].map((id) => ({
      calls: [create(board, id, id === 'a' ? BAD : id)],
    }));
    const { refused } = sendBundles(board, parts);
    board.update('a', { title: 'mended' });
    board.update('b', { note: 'N' });
    board.mutate({ op: 'items.delete', input: { itemId: 'c' } });
    await answerAll();
    expect(order()).toEqual(['a', 'b']);
    expect([valueOf('a', 'title'), valueOf('b', 'title'), valueOf('b', 'note')]).toEqual([
      'mended',
      'b',
      'N',
    ]);
    expect(await refused).toEqual([]);
  });
});

describe('web W15: many cards', () => {
  const isOfB = (call: BoardCall) => call.op === 'items.move' && call.input.itemId === 'b';
  const move = (itemId: string): BoardCall => ({
    op: 'items.move',
    input: { itemId, groupId: 'g1', before: 'x' },
  });

  it('keep their order before the card that they were let go at, without the one that is refused', async () => {
    const { board, order, answerAll } = openSentBoard(['x', 'a', 'b', 'c', 'd'], isOfB);
    sendBundles(
      board,
      ['a', 'b', 'c', 'd'].map((id) => ({ calls: [move(id)] })),
    );
    await answerAll();
    expect(order()).toEqual(['a', 'c', 'd', 'x', 'b']);
  });

  it('stand beside their own neighbours, where each group has its own', async () => {
    const { board, order, answerAll } = openSentBoard(['x', 'y', 'a', 'b', 'c', 'd'], isBad);
    const places = [
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'x'],
    ] as const;
    sendBundles(board, [
      ...places.map(([itemId, before]): SentPart => ({
        calls: [{ op: 'items.move', input: { itemId, before } }],
      })),
      ...titles(board, { d: BAD }),
    ]);
    await answerAll();
    expect(order()).toEqual(['a', 'c', 'x', 'b', 'y', 'd']);
  });

  it('a value and its place are taken together; a card that was moved since stays there', async () => {
    const { board, order, valueOf, answerAll } = openSentBoard(['x', 'a', 'b', 'c'], isOfB);
    const parts = ['a', 'b', 'c'].map((id) => ({
      calls: [writeValues(board.view(), id, { status: 'done' }), move(id)],
    }));
    sendBundles(board, parts);
    board.mutate({ op: 'items.move', input: { itemId: 'c', groupId: 'g1' } });
    await answerAll();
    expect(['a', 'b', 'c'].map((id) => valueOf(id, 'status'))).toEqual(['done', undefined, 'done']);
    expect(order()).toEqual(['a', 'x', 'b', 'c']);
  });
});
