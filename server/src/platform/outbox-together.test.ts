import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createId } from '../kernel/ids.ts';
import type { StoredEvent } from './event-log.ts';
import { implement } from './operation.ts';
import { createOutbox, type Consumer, type Outbox } from './outbox.ts';
import { noted, noteSpec, openTestRunner } from './runner.fixture.ts';

let runner: Awaited<ReturnType<typeof openTestRunner>>;
let outbox: Outbox | undefined;
beforeAll(async () => {
  runner = await openTestRunner();
});
afterEach(() => outbox?.stop());
afterAll(() => runner.close());

/** One operation with an event for each word. */
const note = implement(noteSpec, {
  async handle({ organizationId, text }, context) {
    for (const word of text.split(' '))
      context.emit(noted, organizationId, { organizationId, text: word });
    return { text, nonce: '' };
  },
});

const textOf = (event: StoredEvent) => String(event.data['text']);

/** Follows the log; words with the same first letter belong together, `x` stands alone. */
async function follow(taken: string[][], fails: (words: string[]) => boolean = () => false) {
  const take = async (events: readonly StoredEvent[]) => {
    const words = events.map(textOf);
    if (fails(words)) throw new Error('not now');
    taken.push(words);
  };
  const consumer: Consumer = {
    name: createId(),
    on: [noted.type],
    handle: (_tx, event) => take([event]),
    together: {
      keyOf: (event) => (textOf(event).startsWith('x') ? null : textOf(event).slice(0, 1)),
      handle: (_tx, events) => take(events),
    },
  };
  outbox = createOutbox({ ...runner, consumers: [consumer] });
  await outbox.start();
}

async function write(text: string): Promise<void> {
  const input = { organizationId: runner.organizationId, text };
  expect((await runner.run(note, input, runner.admin)).ok).toBe(true);
  outbox?.wake();
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });

describe('reliability R15: events that belong together', () => {
  it('are one effect while they stand in a row, in their order', async () => {
    const taken: string[][] = [];
    await follow(taken);
    await write('a1 a2 b1 a3 x1 x2 c1 c2 c3');
    await eventually(() => expect(taken.flat()).toHaveLength(9));
    expect(taken).toEqual([['a1', 'a2'], ['b1'], ['a3'], ['x1'], ['x2'], ['c1', 'c2', 'c3']]);
  });

  it('are all tried again when one of them fails, before what came after them', async () => {
    const taken: string[][] = [];
    let isBroken = true;
    await follow(taken, (words) => isBroken && words.includes('a2'));
    await write('z1 a1 a2 a3 b1');
    await eventually(() => expect(taken).toEqual([['z1'], ['a1']]));
    isBroken = false;
    await eventually(() => expect(taken.flat()).toEqual(['z1', 'a1', 'a2', 'a3', 'b1']));
  });
});
