import { liveLimits } from '@boardwire/contract/live-limits';
import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';
import { createLiveHub } from './live-hub.ts';
import type { NotSaved } from './not-saved.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import { createMemoryStore } from './pending-store.ts';
import type { Answer } from './queue-types.ts';
import type { FromHub } from './tab-port.ts';
import { createTestClock } from './test-clock.fixture.ts';
import type { WireHandlers } from './wire.ts';

/** An edit of a title, without a number yet. */
export function makeEdit(id: string, title: string, board = 'b'): PendingMutation {
  const call = { op: 'items.update', input: { itemId: id, values: { title } } };
  return { id, calls: [call], board, createdAtMs: 0, epoch: 1, client: '', mid: 0 };
}

/** A hub on a store, with a clock, a wire and a tab of the test's own. */
export function openHub(store = createMemoryStore(), client = 'client', features?: string[]) {
  const clock = createTestClock();
  const sent: ClientMessage[] = [];
  const posted: { mid: number; answer(answer: Answer | null): void }[] = [];
  const outcomes = new Map<string, MutationOutcome>();
  let notSaved: readonly NotSaved[] = [];
  const answered: FromHub[] = [];
  let waiting: readonly PendingMutation[] = [];
  let problem: string | null = null;
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
        ...(features && { features }),
      } as const;
      setImmediate(() => heard.onMessage(welcome));
      return { send: (message) => void sent.push(message), close: () => undefined };
    },
    credential: () => Promise.resolve('token'),
    store,
    clock,
    createId: () => client,
    post: (_client, { mid }) =>
      new Promise((resolve) => void posted.push({ mid, answer: (answer) => resolve(answer) })),
    tell(message) {
      if (message.t === 'status') ({ waiting, storeProblem: problem } = message.status);
      if (message.t === 'settled') outcomes.set(message.id, message.outcome);
      if (message.t === 'notSaved') notSaved = message.edits;
      if (message.t === 'givenUp' || message.t === 'forgotten') answered.push(message);
    },
  });
  const edit = (...made: Parameters<typeof makeEdit>) =>
    hub.take('tab', { t: 'mutate', mutation: makeEdit(...made) });
  const mids = () => sent.flatMap((message) => (message.t === 'mutate' ? [message.mid] : []));
  const hear = (message: ServerMessage) => handlers?.onMessage(message);
  const kept = () => notSaved.map(({ board, verdict }) => [board, verdict.code, verdict.details]);
  const seen = { waiting: () => waiting, problem: () => problem, notSaved: () => notSaved, kept };
  return { hub, clock, posted, outcomes, answered, ...seen, edit, sent, mids, hear };
}
