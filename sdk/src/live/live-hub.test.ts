import { describe, expect, it } from 'vitest';
import { liveLimits } from '@boardwire/contract/live-limits';
import type { ClientMessage } from '@boardwire/contract/sync';
import { createLiveHub } from './live-hub.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import { createMemoryStore } from './pending-store.ts';
import type { Answer } from './queue-types.ts';
import { createTestClock } from './test-clock.fixture.ts';
import type { WireHandlers } from './wire.ts';

function makeEdit(id: string, title: string, board = 'b'): PendingMutation {
  const call = { op: 'items.update', input: { itemId: id, values: { title } } };
  return { id, calls: [call], board, createdAtMs: 0, epoch: 1, client: '', mid: 0 };
}

function openHub(store = createMemoryStore()) {
  const clock = createTestClock();
  const sent: ClientMessage[] = [];
  const posted: { mid: number; answer(answer: Answer | null): void }[] = [];
  const outcomes = new Map<string, MutationOutcome>();
  const unheard: string[] = [];
  let waiting: readonly PendingMutation[] = [];
  let handlers: WireHandlers | undefined;
  const hub = createLiveHub({
    openWire(_hello, heard) {
      handlers = heard;
      const welcome = {
        t: 'welcome',
        v: 1,
        session: 's',
        now: '',
        limits: { ...liveLimits },
      } as const;
      setImmediate(() => heard.onMessage(welcome));
      return { send: (message) => void sent.push(message), close: () => undefined };
    },
    credential: () => Promise.resolve('token'),
    store,
    clock,
    createId: () => 'client',
    post: (_client, { mid }) =>
      new Promise((resolve) => void posted.push({ mid, answer: (answer) => resolve(answer) })),
    tell(message) {
      if (message.t === 'status') ({ waiting } = message.status);
      if (message.t === 'settled') outcomes.set(message.id, message.outcome);
      if (message.t === 'unheard') unheard.push(message.mutation.id);
    },
  });
  const edit = (...made: Parameters<typeof makeEdit>) =>
    hub.take('tab', { t: 'mutate', mutation: makeEdit(...made) });
  const mids = () => sent.flatMap((message) => (message.t === 'mutate' ? [message.mid] : []));
  const hear = (answer: Answer) => handlers?.onMessage(answer);
  return { hub, clock, posted, outcomes, unheard, waiting: () => waiting, edit, mids, hear };
}

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

describe('web W25: an edit that is refused after its page was left', () => {
  it('web W25: is told of, with what it was; the others are told to their tabs alone', async () => {
    const store = createMemoryStore();
    const before = openHub(store);
    await before.hub.start();
    before.edit('stored', 'x');
    before.edit('givenUp', 'x');
    await before.hub.stop();
    const { hub, clock, unheard, edit, hear } = openHub(store);
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
      await clock.pass(10);
    };
    await refuse(1);
    expect(unheard).toEqual(['stored']);
    await refuse(2);
    await refuse(3);
    expect(unheard).toEqual(['stored']);
    await refuse(4);
    expect(unheard).toEqual(['stored', 'left']);
    await refuse(5);
    expect(unheard).toEqual(['stored', 'left', 'walkedAway']);
    await hub.stop();
  });
});
