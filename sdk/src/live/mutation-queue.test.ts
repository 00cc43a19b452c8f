import { describe, expect, it } from 'vitest';
import { createMutationQueue } from './mutation-queue.ts';
import type { PendingMutation } from './pending-mutation.ts';
import { createMemoryStore } from './pending-store.ts';
import type { PendingStore } from './pending-store.ts';

function open(store: PendingStore, client: string) {
  const problems: unknown[] = [];
  const queue = createMutationQueue({
    store,
    createId: () => client,
    nowMs: () => 0,
    events: {
      onReady: () => undefined,
      onNumbered: () => undefined,
      onSettled: () => null,
      onRestart: () => undefined,
      onWrongEpoch: () => undefined,
      onStoreProblem: (error) => void problems.push(error),
    },
  });
  return { queue, problems };
}

function edit(id: string): PendingMutation {
  return { id, board: 'b', calls: [], createdAtMs: 0, epoch: 1, client: '', mid: 0 };
}

const full = () => Promise.reject(new Error('QuotaExceededError'));

describe('live L19: a store that fails', () => {
  it('gets what it could not take with the next save, and the problem is over then', async () => {
    const store = createMemoryStore();
    const { save } = store;
    const { queue, problems } = open(store, 'one');
    await queue.load();
    store.save = full;
    queue.add(edit('a'));
    await queue.saved();
    expect(queue.next()?.id).toBe('a');
    store.save = save;
    queue.add(edit('b'));
    await queue.saved();
    const stored = await store.load();
    expect(stored?.mutations.map(({ id, mid }) => [id, mid])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(problems.map(String)).toEqual(['Error: QuotaExceededError', 'null']);
  });

  it('does not bring back an edit that was answered meanwhile', async () => {
    const store = createMemoryStore();
    const { save } = store;
    const { queue } = open(store, 'one');
    await queue.load();
    store.save = full;
    const first = edit('a');
    queue.add(first);
    await queue.saved();
    queue.markSent(first);
    store.save = save;
    queue.answer({ t: 'ack', mid: 1, seq: 1, results: [] });
    await queue.saved();
    expect((await store.load())?.mutations).toEqual([]);
  });

  it('that could not be read once loses no edit, nor sends one under a second number', async () => {
    const store = createMemoryStore();
    const { load } = store;
    const before = open(store, 'one').queue;
    await before.load();
    before.add(edit('a'));
    await before.saved();
    store.load = full;
    const { queue, problems } = open(store, 'two');
    expect(await queue.load()).toBe(false);
    queue.add(edit('b'));
    await queue.saved();
    store.load = load;
    expect(await queue.load()).toBe(true);
    await queue.saved();
    expect(problems.at(-1)).toBeNull();
    const after = open(store, 'three').queue;
    await after.load();
    for (const { entries } of [queue, after])
      expect(entries.map(({ id, client, mid }) => [id, client, mid])).toEqual([
        ['a', 'one', 1],
        ['b', 'one', 2],
      ]);
  });
});
