import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../kernel/ids.ts';
import { createOutbox, type Consumer, type Outbox } from './outbox.ts';
import { noted, openTestRunner } from './runner.fixture.ts';

let runner: Awaited<ReturnType<typeof openTestRunner>>;
const outboxes: Outbox[] = [];
beforeAll(async () => {
  runner = await openTestRunner();
});
afterEach(async () => {
  await Promise.all(outboxes.splice(0).map((outbox) => outbox.stop()));
});
afterAll(() => runner.close());

function openNode(...names: string[]): Outbox {
  const consumers = names.map((name): Consumer => ({
    name,
    on: [noted.type],
    handle: async () => undefined,
  }));
  const outbox = createOutbox({ ...runner, consumers });
  outboxes.push(outbox);
  return outbox;
}

/** Writes an event of so many seconds ago. */
const write = (secondsAgo: number) =>
  runner.testDatabase.query(
    `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor, created_at)
     values ($1, 'organization', $2, $3, 1, '{}', '{}', now() - make_interval(secs => $4))`,
    [createId(), createId(), noted.type, secondsAgo],
  );

describe('delivery D20: how far readers of the event log are behind', () => {
  it('is the age of the first event that nobody has read, and nothing once it is', async () => {
    const node = openNode('reader');
    await node.register();
    expect(await node.lag()).toEqual([{ consumer: 'reader', lagS: 0, parked: 0 }]);
    await write(50);
    await write(20);
    const [behind] = await node.lag();
    expect(behind?.lagS).toBeGreaterThan(49);
    await node.start();
    await expect.poll(async () => (await node.lag())[0]?.lagS, { timeout: 30_000 }).toBe(0);
  });

  it('a place that a consumer of an earlier version has left behind is nobody’s trouble', async () => {
    await openNode('retired').register();
    await write(600);
    const node = openNode('current');
    await node.register();
    expect(await node.lag()).toEqual([{ consumer: 'current', lagS: 0, parked: 0 }]);
  });
});
