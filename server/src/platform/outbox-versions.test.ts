import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../kernel/ids.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { noted, openTestRunner } from './runner.fixture.ts';

const NEWER = 'test.newer';

let runner: Awaited<ReturnType<typeof openTestRunner>>;
const outboxes: Outbox[] = [];
beforeAll(async () => {
  runner = await openTestRunner();
});
afterEach(async () => {
  await Promise.all(outboxes.splice(0).map((outbox) => outbox.stop()));
});
afterAll(() => runner.close());

/** A process of a version that takes these types; what it reads goes to `seen`. */
function openVersion(name: string, on: readonly string[], seen: string[]): Outbox {
  const outbox = createOutbox({
    ...runner,
    consumers: [{ name, on, handle: async (_tx, event) => void seen.push(textOf(event.data)) }],
  });
  outboxes.push(outbox);
  return outbox;
}
const textOf = (data: Record<string, unknown>) => String(data['text']);

const write = (aggregateId: string, type: string, text: string) =>
  runner.testDatabase.query(
    `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor, created_at)
     values ($1, 'organization', $2, $3, 1, $4, '{}', date_trunc('milliseconds', now()))`,
    [createId(), aggregateId, type, { text }],
  );

describe('outbox O9: two versions side by side', () => {
  it('fault F15: what the older one does not know waits for the newer one, in the order of its aggregate', async () => {
    const [name, one, other] = [createId(), createId(), createId()];
    const [seenByOld, seenByNew]: [string[], string[]] = [[], []];
    // A newer api answers already; no newer worker runs yet.
    const newer = openVersion(name, [noted.type, NEWER], seenByNew);
    await newer.register();
    const older = openVersion(name, [noted.type], seenByOld);
    await older.start();
    await write(one, noted.type, 'first');
    await write(one, NEWER, 'new to it');
    await write(one, noted.type, 'behind');
    await write(other, noted.type, 'elsewhere');
    older.wake();
    await expect.poll(() => seenByOld).toEqual(['first', 'elsewhere']);

    await newer.start();
    await expect.poll(() => [...seenByOld, ...seenByNew]).toHaveLength(4);
    // What comes free may be taken by either.
    expect(seenByNew[0]).toBe('new to it');
    expect([...seenByNew, ...seenByOld]).toContain('behind');
    expect(await older.lag()).toMatchObject([{ parked: 0 }]);
    expect(
      await runner.testDatabase.query('select 1 from event_retries where consumer = $1', [name]),
    ).toEqual([]);
  });

  it('fault F15: once no process of the newer version runs any more, its types hold nothing up', async () => {
    const [name, one] = [createId(), createId()];
    const seen: string[] = [];
    await openVersion(name, [noted.type, NEWER], []).register();
    await runner.testDatabase.query(
      `update event_consumer_types set declared_at = declared_at - interval '11 minutes' where consumer = $1`,
      [name],
    );
    const older = openVersion(name, [noted.type], seen);
    await older.start();
    await write(one, NEWER, 'nobody takes it');
    await write(one, noted.type, 'after it');
    older.wake();
    await expect.poll(() => seen).toEqual(['after it']);
  });
});
