import { createMemoryStore } from '@boardwire/sdk/live/pending-store';
import type { Answer } from '@boardwire/sdk/live/queue-types';
import { describe, expect, it } from 'vitest';
import { createHeldStore, edit, openQueue, settle } from './queue.fixture.ts';

const DAY_MS = 86_400_000;

async function openLoaded(name = 'hub', store = createMemoryStore()) {
  const scene = openQueue(store, name);
  await scene.queue.load();
  return scene;
}

const ack = (mid: number): Answer => ({ t: 'ack', mid, seq: mid, results: [] });
const gap = (mid: number, expected: number): Answer => ({
  t: 'retry',
  mid,
  reason: 'gap',
  expect: expected,
});

describe('the queue’s numbers', () => {
  it('live L15: are given in order, from 1 and without gap', async () => {
    const { queue, send, told } = await openLoaded();
    for (const id of ['a', 'b', 'c']) queue.add(edit(id));
    await settle();
    expect(send()).toEqual([1, 2, 3]);
    expect(told).toEqual(['a is hub-1 1', 'b is hub-1 2', 'c is hub-1 3']);
  });

  it('live L15: go on after a crash', async () => {
    const store = createMemoryStore();
    const before = await openLoaded('before', store);
    before.queue.add(edit('a'));
    before.queue.add(edit('b'));
    await settle();
    before.send();
    before.queue.answer(ack(1));
    await settle();
    const { queue, send } = await openLoaded('after', store);
    queue.add(edit('c'));
    await settle();
    expect(queue.client).toBe('before-1');
    expect(send()).toEqual([2, 3]);
  });

  it('live L17: at most 50 are without an answer', async () => {
    const { queue, send } = await openLoaded();
    for (let count = 0; count < 60; count += 1) queue.add(edit(`edit ${count}`));
    await settle();
    expect(send()).toHaveLength(50);
    queue.answer(ack(1));
    expect(send()).toEqual([51]);
  });

  it('live L19: at most 1,000 wait', async () => {
    const { queue } = await openLoaded();
    const taken = Array.from({ length: 1_001 }, (_, index) => queue.add(edit(`edit ${index}`)));
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1_000);
  });

  it('live L19: are stored before they are told or sent', async () => {
    const { store, release } = createHeldStore();
    const { queue, send, told } = await openLoaded('hub', store);
    queue.add(edit('a'));
    await settle();
    expect({ sent: send(), told: [...told] }).toEqual({ sent: [], told: [] });
    await release();
    expect({ sent: send(), told }).toEqual({ sent: [1], told: ['a is hub-1 1'] });
  });

  it('live L19: of edits that come before the stored queue was read, follow it', async () => {
    const store = createMemoryStore();
    const before = await openLoaded('before', store);
    before.queue.add(edit('a'));
    await settle();
    const { queue, send, told } = openQueue(store, 'after');
    queue.add(edit('early'));
    expect(queue.entries.map(({ id }) => id)).toEqual(['early']);
    await queue.load();
    await settle();
    expect(await store.load()).toMatchObject({ client: 'before-1', nextMid: 3 });
    expect(told).toEqual(['a is before-1 1', 'early is before-1 2']);
    expect(send()).toEqual([1, 2]);
  });

  it('live L15: that were lost with a crash do not come back with the edit', async () => {
    const { store, release } = createHeldStore();
    const before = await openLoaded('before', store);
    before.queue.add(edit('a'));
    await release();
    const lost = edit('lost');
    before.queue.add(lost);
    await settle();
    expect(before.told).toEqual(['a is before-1 1']);
    const { queue, send } = await openLoaded('after', store);
    queue.add(edit('b'));
    // Its tab was never told a number, so it has none.
    queue.add(edit(lost.id));
    await release();
    expect(queue.entries.map(({ id, mid }) => [id, mid])).toEqual([
      ['a', 1],
      ['b', 2],
      ['lost', 3],
    ]);
    expect(send()).toEqual([1, 2, 3]);
  });
});

describe('an edit that comes back to a new hub', () => {
  it('live L15: keeps its number, so that the server repeats the answer', async () => {
    const store = createMemoryStore();
    const before = await openLoaded('before', store);
    const known = edit('a');
    before.queue.add(known);
    before.queue.add(edit('b'));
    await settle();
    before.send();
    before.queue.answer(ack(1));
    await settle();
    const { queue, send, outcomes } = await openLoaded('after', store);
    queue.add({ ...edit('a'), client: known.client, mid: known.mid });
    await settle();
    // The oldest goes alone: it is the one whose answer is asked for again.
    expect(send()).toEqual([1]);
    queue.answer({ t: 'ack', mid: 1, seq: 1, results: [], repeated: true });
    expect(outcomes.get('a')?.kind).toBe('done');
    expect(send()).toEqual([2]);
  });

  it('live L15: is not taken twice', async () => {
    const { queue } = await openLoaded();
    expect([queue.add(edit('a')), queue.add(edit('a'))]).toEqual([true, true]);
    expect(queue.entries).toHaveLength(1);
  });
});

describe('a gap', () => {
  it('live L15: sends the older ones again, the oldest alone', async () => {
    const { queue, send } = await openLoaded();
    for (const id of ['a', 'b', 'c']) queue.add(edit(id));
    await settle();
    expect(send()).toEqual([1, 2, 3]);
    queue.answer({ t: 'retry', mid: 1, reason: 'unavailable', afterMs: 0 });
    queue.answer(gap(2, 1));
    queue.answer(gap(3, 1));
    expect(send()).toEqual([1]);
    queue.answer(ack(1));
    expect(send()).toEqual([2, 3]);
  });

  it('live L17: below the oldest means a restored server, once a fresh connection says so too', async () => {
    const scene = await openLoaded();
    const { queue, send, told } = scene;
    for (const id of ['a', 'b', 'c']) queue.add(edit(id));
    await settle();
    send();
    queue.answer(ack(1));
    queue.answer(gap(2, 1));
    expect({ client: queue.client, restarts: scene.restarts }).toEqual({
      client: 'hub-1',
      restarts: 1,
    });
    queue.begin();
    expect(send()).toEqual([2]);
    queue.answer(gap(2, 1));
    expect(scene.restarts).toBe(2);
    queue.begin();
    await settle();
    expect(queue.client).toBe('hub-2');
    expect(send()).toEqual([1, 2]);
    expect(told.slice(-2)).toEqual(['b is hub-2 1', 'c is hub-2 2']);
  });

  it('live L17: that was a late message changes nothing', async () => {
    const { queue, send } = await openLoaded();
    queue.add(edit('a'));
    queue.add(edit('b'));
    await settle();
    send();
    queue.answer(ack(1));
    queue.answer(gap(2, 1));
    queue.begin();
    expect(send()).toEqual([2]);
    queue.answer(ack(2));
    expect({ client: queue.client, waiting: queue.entries.length }).toEqual({
      client: 'hub-1',
      waiting: 0,
    });
  });

  it('live L19: new numbers are stored before they are sent', async () => {
    const { store, release } = createHeldStore();
    const { queue, send } = await openLoaded('hub', store);
    queue.add(edit('a'));
    queue.add(edit('b'));
    await release();
    send();
    queue.answer(ack(1));
    await release();
    for (let times = 0; times < 2; times += 1) {
      queue.answer(gap(2, 1));
      queue.begin();
      send();
    }
    expect({ client: queue.client, sent: send() }).toEqual({ client: 'hub-2', sent: [] });
    await release();
    expect(send()).toEqual([1]);
  });
});

describe('a queue older than 30 days', () => {
  async function openOld(ageDays: number) {
    const store = createMemoryStore();
    const before = await openLoaded('before', store);
    before.queue.add(edit('a'));
    await settle();
    const scene = openQueue(store, 'after');
    scene.nowMs = ageDays * DAY_MS;
    await scene.queue.load();
    return scene;
  }

  it('live L17: is shown and not sent', async () => {
    const { queue, send } = await openOld(31);
    expect({ isStale: queue.isStale, sent: send() }).toEqual({ isStale: true, sent: [] });
    const young = await openOld(29);
    expect({ isStale: young.queue.isStale, sent: young.send() }).toEqual({
      isStale: false,
      sent: [1],
    });
  });

  it('live L17: is sent when its writer says so, also after a reconnect', async () => {
    const { queue, send } = await openOld(31);
    queue.keepStale();
    expect(send()).toEqual([1]);
    queue.begin();
    expect({ isStale: queue.isStale, sent: send() }).toEqual({ isStale: false, sent: [1] });
  });

  it('live L17: is given up under another client id', async () => {
    const { queue, outcomes } = await openOld(31);
    queue.discardStale();
    expect(outcomes.get('a')).toMatchObject({ kind: 'refused', error: { code: 'ABORTED' } });
    expect({ client: queue.client, entries: queue.entries }).toEqual({
      client: 'after-2',
      entries: [],
    });
  });
});

describe('an epoch', () => {
  it('live L17: that is another one makes every seen version count as moved', async () => {
    const { queue } = await openLoaded();
    const call = { op: 'items.update', input: { itemId: 'a', seen: { title: 7 } } };
    queue.add({ ...edit('a'), calls: [call] });
    queue.setEpoch('board-1', 1);
    expect(queue.entries[0]?.calls[0]?.input['seen']).toEqual({ title: 7 });
    queue.setEpoch('board-1', 2);
    expect(queue.entries[0]).toMatchObject({ epoch: 2 });
    expect(queue.entries[0]?.calls[0]?.input['seen']).toEqual({ title: 0 });
  });
});

describe('an edit that its writer gives up', () => {
  it('web W23: is told as refused at once, and its number is used for nothing', async () => {
    const { queue, send, outcomes } = await openLoaded();
    for (const id of ['a', 'b', 'c']) queue.add(edit(id));
    await settle();
    expect([queue.discard('b'), queue.discard('b'), queue.discard('unknown')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(outcomes.get('b')).toMatchObject({ kind: 'refused', error: { code: 'DISCARDED' } });
    await settle();
    expect(send()).toEqual([1, 2, 3]);
    expect(queue.entries.map(({ calls }) => calls[0]?.op)).toEqual([
      'items.delete',
      'discarded',
      'items.delete',
    ]);
  });

  it('web W23: stays given up after a reload, and the late answer of the server is not told', async () => {
    const store = createMemoryStore();
    const before = await openLoaded('before', store);
    before.queue.add(edit('a'));
    await settle();
    before.queue.discard('a');
    await settle();
    const { queue, send, outcomes } = await openLoaded('after', store);
    expect(queue.entries).toMatchObject([{ id: 'a', isDiscarded: true, mid: 1 }]);
    expect(send()).toEqual([1]);
    queue.answer(ack(1));
    expect([queue.entries.length, outcomes.size]).toEqual([0, 0]);
  });
});
