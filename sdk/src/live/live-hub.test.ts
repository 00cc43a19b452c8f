import { describe, expect, it } from 'vitest';
import { liveLimits } from '@boardwire/contract/live-limits';
import type { ClientMessage } from '@boardwire/contract/sync';
import { createLiveHub } from './live-hub.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import { createMemoryStore } from './pending-store.ts';
import type { Answer } from './queue-types.ts';
import { createTestClock } from './test-clock.fixture.ts';
import type { WireHandlers } from './wire.ts';

function openHub() {
  const clock = createTestClock();
  const sent: ClientMessage[] = [];
  const posted: { mid: number; answer(answer: Answer | null): void }[] = [];
  const outcomes = new Map<string, MutationOutcome>();
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
    store: createMemoryStore(),
    clock,
    createId: () => 'client',
    post: (_client, { mid }) =>
      new Promise((resolve) => void posted.push({ mid, answer: (answer) => resolve(answer) })),
    tell: (message) => message.t === 'settled' && outcomes.set(message.id, message.outcome),
  });
  const edit = (id: string, title: string) => {
    const call = { op: 'items.update', input: { itemId: id, values: { title } } };
    const rest = { board: 'b', createdAtMs: 0, epoch: 1, client: '', mid: 0 };
    const mutation: PendingMutation = { id, calls: [call], ...rest };
    hub.take('tab', { t: 'mutate', mutation });
  };
  const mids = () => sent.flatMap((message) => (message.t === 'mutate' ? [message.mid] : []));
  const hear = (answer: Answer) => handlers?.onMessage(answer);
  return { hub, clock, posted, outcomes, edit, mids, hear };
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
