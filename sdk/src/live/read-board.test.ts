import { describe, expect, it } from 'vitest';
import type { Result } from '../result.ts';
import { createMemoryCopies } from './board-copies.ts';
import type { BoardSnapshot } from './board-snapshot.ts';
import { readBoard } from './read-board.ts';
import { createTestClock } from './test-clock.fixture.ts';

const boardId = crypto.randomUUID();
const snapshotOf = (seq: number) => ({ board: { id: boardId }, seq }) as unknown as BoardSnapshot;
const fail = (code: 'NOT_FOUND' | 'TIMEOUT'): Result<BoardSnapshot> => ({
  ok: false,
  error: { code, message: code, requestId: '', status: 0 },
});

/** A server that answers when it is told, and a browser that may have a copy. */
async function openScene({ hasCopy = true } = {}) {
  const clock = createTestClock();
  const copies = createMemoryCopies();
  if (hasCopy) await copies.save({ boardId, savedAtMs: 0, snapshot: snapshotOf(1) });
  let answer: (read: Result<BoardSnapshot>) => void = () => undefined;
  const asked = new Promise<Result<BoardSnapshot>>((resolve) => (answer = resolve));
  const client = { boards: { snapshot: () => asked } } as never;
  const reading = readBoard({ boardId, client, copies, clock, isOffline: () => false });
  let isRead = false;
  void reading.then(() => (isRead = true));
  const seq = async () => {
    const { read } = await reading;
    return read.ok ? read.data.seq : read.error.code;
  };
  return { clock, copies, reading, answer, seq, isRead: () => isRead };
}

const newest: Result<BoardSnapshot> = { ok: true, data: snapshotOf(2), requestId: '' };

describe('web W20: a board whose server takes its time', () => {
  it('web W20: is shown as it was kept after a second, and the answer follows', async () => {
    const { clock, reading, answer, seq, isRead } = await openScene();
    await clock.pass(999);
    expect(isRead()).toBe(false);
    await clock.pass(1);
    expect(await seq()).toBe(1);
    answer(newest);
    expect(await (await reading).late).toBe(newest);
  });

  it('web W20: is waited for where nothing is kept', async () => {
    const { clock, reading, answer, seq, isRead } = await openScene({ hasCopy: false });
    await clock.pass(5_000);
    expect(isRead()).toBe(false);
    answer(newest);
    expect(await seq()).toBe(2);
    expect((await reading).late).toBeNull();
  });

  it('web W20: is the newest one at once when the server answers', async () => {
    const { answer, seq } = await openScene();
    answer(newest);
    expect(await seq()).toBe(2);
  });

  it('web W20: is shown as it was kept when nobody answers at all', async () => {
    const { answer, seq } = await openScene();
    answer(fail('TIMEOUT'));
    expect(await seq()).toBe(1);
  });

  it('web W26: is not kept once it is refused', async () => {
    const { copies, answer, seq } = await openScene();
    answer(fail('NOT_FOUND'));
    expect(await seq()).toBe('NOT_FOUND');
    expect(await copies.load(boardId)).toBeNull();
  });
});
