import { describe, expect, it } from 'vitest';
import { liveLimits } from '@boardwire/contract/live-limits';
import { makeEdit, openHub } from './live-hub.fixture.ts';
import { createMemoryStore, STORE_BLOCKED } from './pending-store.ts';

describe('live L37: a mutation that no frame holds', () => {
  it('goes over HTTP, and what comes after it waits for its answer', async () => {
    const { hub, clock, posted, outcomes, edit, mids, hear } = openHub();
    await hub.start();
    await clock.pass(10);
    edit('large', 'é'.repeat(liveLimits.maxFrameBytes / 2));
    edit('small', 'x');
    await clock.pass(20_000);
    expect(posted.map(({ mid }) => mid)).toEqual([1]);
    expect(mids()).toEqual([]);
    posted[0]?.answer({ t: 'ack', mid: 1, seq: 7, results: [] });
    await clock.pass(10);
    expect(outcomes.get('large')).toMatchObject({ kind: 'done', seq: 7 });
    expect(mids()).toEqual([2]);
    hear({ t: 'ack', mid: 2, seq: 8, results: [] });
    expect(outcomes.get('small')).toMatchObject({ kind: 'done', seq: 8 });
    await hub.stop();
  });

  it('is sent again when nobody knows what became of it', async () => {
    const { hub, clock, posted, edit } = openHub();
    await hub.start();
    await clock.pass(10);
    edit('large', 'x'.repeat(liveLimits.maxFrameBytes));
    await clock.pass(10);
    posted[0]?.answer(null);
    await clock.pass(2_000);
    expect(posted.map(({ mid }) => mid)).toEqual([1, 1]);
    await hub.stop();
  });
});

describe('web W6: what may be given up in the place of an undo', () => {
  it('is what was never sent: the server may have done the rest, unheard', async () => {
    const { hub, clock, edit, waiting } = openHub();
    const sentOf = () => waiting().map(({ id, wasSent }) => [id, wasSent === true]);
    await hub.start();
    edit('before', 'x');
    expect(sentOf()).toEqual([['before', false]]);
    await clock.pass(10);
    edit('after', 'y');
    await clock.pass(10);
    expect(sentOf()).toEqual([
      ['before', true],
      ['after', true],
    ]);
    await hub.stop();
  });
});

describe('web W26: access to a board is over', () => {
  it('web W26: nothing that waits for it stays on the disk, and other edits go on', async () => {
    const store = createMemoryStore();
    const { hub, clock, outcomes, edit, mids, hear } = openHub(store);
    edit('secret', 'Salaries', 'lost');
    edit('other', 'Lunch');
    await hub.start();
    await clock.pass(0);
    hub.take('tab', { t: 'lost', board: 'lost' });
    expect(outcomes.get('secret')).toMatchObject({ kind: 'refused', error: { code: 'DISCARDED' } });
    expect(outcomes.has('other')).toBe(false);
    await clock.pass(10);
    const kept = JSON.stringify(await store.load());
    expect([kept.includes('Salaries'), kept.includes('Lunch')]).toEqual([false, true]);
    // Its number is used up all the same: a gap would hold the other one back for good.
    hear({ t: 'nack', mid: 1, error: { code: 'VALIDATION_ERROR', message: '' } });
    await clock.pass(10);
    expect(mids()).toEqual([1, 2]);
    await hub.stop();
  });
});

describe('web W6: an undo of many edits that were never sent', () => {
  it('web W6: gives up all of them, however many, and none that was sent', async () => {
    const { hub, clock, answered, edit, waiting } = openHub();
    await hub.start();
    await clock.pass(10);
    edit('sent', 'x');
    await clock.pass(10);
    const ids = Array.from({ length: 250 }, (_, index) => `edit ${index}`);
    for (const id of ids) edit(id, 'x');
    hub.take('tab', { t: 'discardUnsent', ask: 'a', ids: ['sent', ...ids, 'unknown'] });
    expect(answered).toEqual([{ t: 'givenUp', ask: 'a', ids }]);
    expect(waiting().map(({ id }) => id)).toEqual(['sent']);
    await hub.stop();
  });
});

describe('a server that is older than its client', () => {
  it.each([
    { features: undefined, isTold: false },
    { features: ['presence.anchor'], isTold: true },
  ])('is told of a selection only when it says that it takes one: $isTold', async (each) => {
    const { hub, clock, sent } = openHub(createMemoryStore(), 'client', each.features);
    await hub.start();
    await clock.pass(10);
    await clock.pass(10);
    const presence = {
      t: 'presence',
      board: 'b',
      tab: 1,
      state: 'active',
      cursor: [1, 2],
    } as const;
    const cursor: [number, number] = [1, 2];
    hub.take('tab', { ...presence, cursor, anchor: [3, 4] });
    const told = sent.find(({ t }) => t === 'presence');
    expect(told).toEqual({ ...presence, ...(each.isTold && { anchor: [3, 4] }) });
    await hub.stop();
  });
});

describe('live L19: a store that cannot be read at first', () => {
  it('live L19: keeps nobody from the board, says so, and is read later under its own numbers', async () => {
    const store = createMemoryStore();
    const before = openHub(store);
    await before.hub.start();
    before.edit('stored', 'x');
    await before.hub.stop();
    const { load, save } = store;
    const fail = () =>
      Promise.reject(Object.assign(new Error('another tab'), { name: STORE_BLOCKED }));
    Object.assign(store, { load: fail, save: fail });
    const { hub, clock, mids, hear, problem, outcomes } = openHub(store, 'another client');
    await hub.start();
    await clock.pass(10);
    expect(problem()).toBe(STORE_BLOCKED);
    hub.take('tab', { t: 'mutate', mutation: makeEdit('early', 'y') });
    await clock.pass(10);
    expect(mids()).toEqual([1]);
    Object.assign(store, { load, save });
    await clock.pass(3_000);
    // Its answer comes first: under another client's number the server would do it again.
    expect(mids()).toEqual([1]);
    hear({ t: 'ack', mid: 1, seq: 1, results: [] });
    expect(outcomes.get('early')).toMatchObject({ kind: 'done' });
    await clock.pass(3_000);
    expect(problem()).toBeNull();
    expect(mids()).toEqual([1, 1]);
    await hub.stop();
    expect((await load())?.client).toBe('client');
  });
});
