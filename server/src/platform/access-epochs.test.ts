import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createId } from '../kernel/ids.ts';
import { bumpEpochs, createAccessEpochs, type EpochSubject } from './access-epochs.ts';
import { connectDatabase } from './database/database.ts';
import { createListener, type Listener } from './database/listener.ts';
import { createLog } from './log.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';

const log = createLog('silent');
let testDatabase: TestDatabase;
let database: ReturnType<typeof connectDatabase>;
const closers: (() => unknown)[] = [];
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connectDatabase({ url: testDatabase.appUrl, poolSize: 4, log });
});
afterAll(async () => {
  for (const close of closers) await close();
  await database.close();
  await testDatabase.drop();
});

/** A node that hears no notifications, as when its listening connection is away. */
const deaf: Listener = {
  on: () => undefined,
  notify: () => undefined,
  close: async () => undefined,
};

async function openNode(listener: Listener) {
  const epochs = createAccessEpochs(database, listener, log);
  const seen: EpochSubject[] = [];
  epochs.onChange((subject) => seen.push(subject));
  await epochs.start();
  closers.push(() => epochs.stop());
  return { epochs, seen };
}

const bump = (subject: EpochSubject) => database.write('all', (tx) => bumpEpochs(tx, [subject]));

describe('security S26: access epochs', () => {
  it('reach another node by notification', async () => {
    const listener = createListener(testDatabase.appUrl, log);
    closers.push(() => listener.close());
    const { seen } = await openNode(listener);
    const subject = { kind: 'user', subjectId: createId() } as const;
    await bump(subject);
    await vi.waitFor(() => expect(seen).toContainEqual(subject), { timeout: 15_000 });
  });

  it('reach a node that hears nothing by its poll (fault F21), once', async () => {
    const { epochs, seen } = await openNode(deaf);
    const subject = { kind: 'session', subjectId: createId() } as const;
    await bump(subject);
    await vi.waitFor(() => expect(epochs.isSessionEnded(subject.subjectId)).toBe(true), {
      timeout: 15_000,
    });
    const other = { kind: 'apiKey', subjectId: createId() } as const;
    await bump(other);
    await vi.waitFor(() => expect(seen).toContainEqual(other), { timeout: 15_000 });
    expect(seen.filter(({ subjectId }) => subjectId === subject.subjectId)).toHaveLength(1);
  });

  it('are asked for each second by a node that hears nothing, so that all is known within two (fault F21)', async () => {
    const subject = { kind: 'board', subjectId: createId() } as const;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { seen } = await openNode(deaf);
    try {
      await bump(subject);
      vi.advanceTimersByTime(999);
      await database.read('all', (tx) => tx.query('select pg_sleep(0.2)'));
      expect(seen).not.toContainEqual(subject);
      // One poll that begins after the change brings it.
      vi.advanceTimersByTime(1);
    } finally {
      // Its clock stands still from here on.
      vi.useRealTimers();
    }
    await vi.waitFor(() => expect(seen).toContainEqual(subject), { timeout: 15_000 });
  });

  it('a bump that commits late is not missed', async () => {
    const { seen } = await openNode(deaf);
    const late = { kind: 'user', subjectId: createId() } as const;
    const early = { kind: 'user', subjectId: createId() } as const;
    await database.write('all', async (tx) => {
      await bumpEpochs(tx, [late]);
      await bump(early);
      await vi.waitFor(() => expect(seen).toContainEqual(early), { timeout: 15_000 });
    });
    await vi.waitFor(() => expect(seen).toContainEqual(late), { timeout: 15_000 });
  });

  it('a rolled-back change voids nothing', async () => {
    const { seen } = await openNode(deaf);
    const undone = { kind: 'user', subjectId: createId() } as const;
    const after = { kind: 'user', subjectId: createId() } as const;
    await database
      .write('all', async (tx) => {
        await bumpEpochs(tx, [undone]);
        throw new Error('changed my mind');
      })
      .catch(() => undefined);
    await bump(after);
    await vi.waitFor(() => expect(seen).toContainEqual(after), { timeout: 15_000 });
    expect(seen).not.toContainEqual(undone);
  });

  it('a node that cannot read is not fresh, so nothing cached is trusted', async () => {
    const own = connectDatabase({ url: testDatabase.appUrl, poolSize: 1, log });
    const epochs = createAccessEpochs(own, deaf, log);
    await epochs.start();
    expect(epochs.isFresh()).toBe(true);
    await own.close();
    await vi.waitFor(() => expect(epochs.isFresh()).toBe(false), { timeout: 15_000 });
    epochs.stop();
  });

  it('a node that starts knows the sessions that ended while it was away', async () => {
    const subject = { kind: 'session', subjectId: createId() } as const;
    await bump(subject);
    const { epochs } = await openNode(deaf);
    expect(epochs.isSessionEnded(subject.subjectId)).toBe(true);
  });
});
