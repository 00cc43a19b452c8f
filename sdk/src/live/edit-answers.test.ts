import { describe, expect, it } from 'vitest';
import { makeEdit, openHub } from './live-hub.fixture.ts';
import { createMemoryStore } from './pending-store.ts';

const LOST = { code: 'NOT_FOUND', message: '', details: { reason: 'board_closed' } };

describe('web W26: edits of a board that was lost between two visits', () => {
  /** What an earlier visit left behind. */
  async function leaveEdits() {
    const store = createMemoryStore();
    const before = openHub(store);
    await before.hub.start();
    before.edit('first', 'Salaries', 'lost');
    before.edit('second', 'Bonus', 'lost');
    before.edit('other', 'Lunch');
    await before.hub.stop();
    return store;
  }

  it('web W26: are told of by their number alone, and nothing of them stays on the disk', async () => {
    const store = await leaveEdits();
    const { hub, clock, answered, kept } = openHub(store);
    // Before it knows what waits: nothing is answered, so that it is said again.
    hub.take('tab', { t: 'lost', board: 'lost' });
    expect(answered).toEqual([]);
    await hub.start();
    hub.take('tab', { t: 'lost', board: 'lost' });
    hub.take('other', { t: 'lost', board: 'lost' });
    await clock.pass(100);
    expect(answered[0]).toEqual({ t: 'forgotten', board: 'lost' });
    expect(kept()).toEqual([['lost', 'ACCESS_LOST', { count: 2 }]]);
    const stored = JSON.stringify(await store.load());
    expect(['Salaries', 'Bonus', 'Lunch'].map((word) => stored.includes(word))).toEqual([
      false,
      false,
      true,
    ]);
    await hub.stop();
  });

  it('web W26: also where the server is the first to say so', async () => {
    const store = await leaveEdits();
    const { hub, clock, answered, kept, hear } = openHub(store);
    await hub.start();
    await clock.pass(10);
    await clock.pass(10);
    hear({ t: 'nack', mid: 1, error: LOST });
    await clock.pass(100);
    expect(answered).toEqual([{ t: 'forgotten', board: 'lost' }]);
    expect(kept()).toEqual([['lost', 'ACCESS_LOST', { count: 2 }]]);
    expect(JSON.stringify(await store.load())).not.toMatch(/Salaries|Bonus/);
    await hub.stop();
  });

  it('web W26: refusals that nobody has seen yet become a number, too', async () => {
    const { hub, clock, kept, hear } = openHub(await leaveEdits());
    await hub.start();
    await clock.pass(10);
    await clock.pass(10);
    hear({ t: 'nack', mid: 1, error: { code: 'CONFLICT', message: '' } });
    await clock.pass(100);
    expect(kept().map(([board, code]) => [board, code])).toEqual([['lost', 'CONFLICT']]);
    hear({ t: 'nack', mid: 2, error: LOST });
    await clock.pass(100);
    expect(kept()).toEqual([['lost', 'ACCESS_LOST', { count: 2 }]]);
    await hub.stop();
  });
});

describe('web W25: an edit that is refused after its page was left', () => {
  it('web W25: is told of, with what it was; the others are told to their tabs alone', async () => {
    const store = createMemoryStore();
    const before = openHub(store);
    await before.hub.start();
    before.edit('stored', 'x');
    before.edit('givenUp', 'x');
    await before.hub.stop();
    const { hub, clock, notSaved, edit, hear } = openHub(store);
    await hub.start();
    await clock.pass(10);
    hub.take('tab', { t: 'discard', id: 'givenUp' });
    edit('own', 'y');
    hub.take('other', { t: 'mutate', mutation: makeEdit('left', 'z') });
    hub.take('other', { t: 'goodbye' });
    hub.take('tab', { t: 'mutate', mutation: makeEdit('walkedAway', 'z', 'c') });
    hub.take('tab', { t: 'leave', board: 'c' });
    await clock.pass(10);
    const refuse = async (mid: number) => {
      hear({ t: 'nack', mid, error: { code: 'NOT_FOUND', message: '' } });
      await clock.pass(100);
      return notSaved().map(({ calls }) => calls[0]?.input['itemId']);
    };
    expect(await refuse(1)).toEqual(['stored']);
    await refuse(2);
    expect(await refuse(3)).toEqual(['stored']);
    expect(await refuse(4)).toEqual(['stored', 'left']);
    expect(await refuse(5)).toEqual(['stored', 'left', 'walkedAway']);
    await hub.stop();
  });

  it('web W25: is kept over visits until somebody has been told, and is never sent again', async () => {
    const store = createMemoryStore();
    const first = openHub(store);
    await first.hub.start();
    await first.clock.pass(10);
    first.edit('left', 'Paint');
    first.hub.take('tab', { t: 'goodbye' });
    await first.clock.pass(10);
    first.hear({ t: 'nack', mid: 1, error: { code: 'CONFLICT', message: '' } });
    await first.hub.stop();
    const second = openHub(store);
    await second.hub.start();
    await second.clock.pass(100);
    const [edit] = second.notSaved();
    expect(edit?.calls[0]?.input).toMatchObject({ values: { title: 'Paint' } });
    expect([second.waiting(), second.mids()]).toEqual([[], []]);
    second.hub.take('other', { t: 'heard', ids: [edit?.id ?? ''] });
    await second.clock.pass(100);
    expect(second.notSaved()).toEqual([]);
    await second.hub.stop();
    expect((await store.load())?.mutations).toEqual([]);
  });
});

describe('web W25: a refused edit that its page has in hand', () => {
  const REFUSED = { code: 'VALIDATION_ERROR', message: '' };

  async function refuse(store = createMemoryStore()) {
    const opened = openHub(store);
    await opened.hub.start();
    await opened.clock.pass(10);
    const mutation = makeEdit('pasted', 'Paint');
    opened.hub.take('tab', { t: 'mutate', mutation, keepsRefused: true });
    await opened.clock.pass(10);
    opened.hear({ t: 'nack', mid: 1, error: REFUSED });
    await opened.clock.pass(100);
    return { ...opened, store };
  }

  it('web W25: is told to that page alone, and is done with when that says so', async () => {
    const { hub, clock, notSaved, outcomes, store } = await refuse();
    expect(outcomes.get('pasted')).toMatchObject({ error: REFUSED });
    expect(notSaved()).toEqual([]);
    hub.take('tab', { t: 'heard', ids: ['refused pasted'] });
    hub.take('tab', { t: 'goodbye' });
    await clock.pass(100);
    expect(notSaved()).toEqual([]);
    await hub.stop();
    expect((await store.load())?.mutations).toEqual([]);
  });

  it.each([{ t: 'goodbye' }, { t: 'leave', board: 'b' }] as const)(
    'web W25: is told of once that page is gone before ($t)',
    async (message) => {
      const { hub, clock, kept } = await refuse();
      hub.take('other', message);
      await clock.pass(100);
      expect(kept()).toEqual([]);
      hub.take('tab', message);
      await clock.pass(100);
      expect(kept()).toEqual([['b', 'VALIDATION_ERROR', undefined]]);
      await hub.stop();
    },
  );

  it('web W25: is told of at the next visit, where the browser was closed', async () => {
    const { hub, store } = await refuse();
    await hub.stop();
    const next = openHub(store);
    await next.hub.start();
    await next.clock.pass(100);
    expect(next.kept()).toEqual([['b', 'VALIDATION_ERROR', undefined]]);
    await next.hub.stop();
  });

  it('web W23: of a deleted board is told of at once', async () => {
    const { hub, clock, hear, kept } = await refuse();
    const more = makeEdit('more', 'Sand');
    hub.take('tab', { t: 'mutate', mutation: more, keepsRefused: true });
    await clock.pass(10);
    const details = { reason: 'board_deleted' };
    hear({ t: 'nack', mid: 2, error: { code: 'NOT_FOUND', message: '', details } });
    await clock.pass(100);
    expect(kept()).toEqual([['b', 'NOT_FOUND', details]]);
    await hub.stop();
  });

  it('web W25: one that was taken, or given up by its writer, is kept for nobody', async () => {
    const { hub, clock, hear, notSaved } = await refuse();
    hub.take('tab', { t: 'heard', ids: ['refused pasted'] });
    for (const id of ['taken', 'givenUp'])
      hub.take('tab', { t: 'mutate', mutation: makeEdit(id, 'Sand'), keepsRefused: true });
    hub.take('tab', { t: 'discard', id: 'givenUp' });
    await clock.pass(10);
    hear({ t: 'ack', mid: 2, seq: 1, results: [] });
    hub.take('tab', { t: 'goodbye' });
    await clock.pass(100);
    expect(notSaved()).toEqual([]);
    await hub.stop();
  });
});

describe('web W23: edits of a board that was deleted', () => {
  it('web W23: are kept with their values, also where the page of the board waits for them', async () => {
    const { hub, clock, edit, hear, outcomes, notSaved, waiting } = openHub();
    await hub.start();
    await clock.pass(10);
    edit('written', 'Paint');
    edit('more', 'Sand');
    await clock.pass(10);
    hear({ t: 'left', board: 'b', reason: 'notFound' });
    expect(waiting().map(({ id }) => id)).toEqual(['written', 'more']);
    const details = { reason: 'board_deleted' };
    for (const mid of [1, 2]) {
      hear({ t: 'nack', mid, error: { code: 'NOT_FOUND', message: '', details } });
      await clock.pass(100);
    }
    expect(outcomes.get('written')).toMatchObject({ error: { code: 'DISCARDED' } });
    expect(notSaved().map(({ calls }) => calls[0]?.input['values'])).toEqual([
      { title: 'Paint' },
      { title: 'Sand' },
    ]);
    await hub.stop();
  });

  it('web W26: a server that gives no reason is taken as having taken the board away', async () => {
    const { hub, clock, edit, hear, kept } = openHub();
    await hub.start();
    await clock.pass(10);
    edit('written', 'Paint');
    edit('more', 'Sand');
    await clock.pass(10);
    hear({ t: 'left', board: 'b', reason: 'notFound' });
    hear({ t: 'nack', mid: 1, error: { code: 'NOT_FOUND', message: '' } });
    await clock.pass(100);
    expect(kept()).toEqual([['b', 'ACCESS_LOST', { count: 2 }]]);
    await hub.stop();
  });
});
