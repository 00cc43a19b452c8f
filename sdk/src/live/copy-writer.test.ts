import { describe, expect, it } from 'vitest';
import type { BoardCopy } from './board-copy.ts';
import type { BoardSnapshot } from './board-snapshot.ts';
import { createCopyWriter, readCopyParts } from './copy-writer.ts';

const ITEMS = 1_000;

function copyAt(seq: number, boardId = 'board'): BoardCopy {
  const items = Array.from({ length: ITEMS }, (_, index) => ({ id: `item ${index}`, seq }));
  const snapshot = { epoch: 1, seq, permissions: ['item:write'], columns: [], items };
  return { boardId, savedAtMs: seq, snapshot: snapshot as unknown as BoardSnapshot };
}

/** A pause that ends when the test says so. */
function createPauses() {
  const ends: (() => void)[] = [];
  return {
    count: () => ends.length,
    pause: () => new Promise<void>((resolve) => ends.push(resolve)),
    async end() {
      for (let at = 0; at < ends.length; at += 1) {
        ends[at]?.();
        await Promise.resolve();
        await Promise.resolve();
      }
    },
  };
}

describe('copies of boards on the disk', () => {
  it('web W20: a copy reads as it was', async () => {
    const copy = copyAt(1);
    const parts = await createCopyWriter(() => null).write(copy);
    expect(await readCopyParts(parts ?? [])).toEqual(copy.snapshot);
  });

  it('web W32, W34: the page draws in between: no part holds more than a part of the items', async () => {
    const pauses = createPauses();
    const writing = createCopyWriter(pauses.pause).write(copyAt(1));
    await pauses.end();
    const parts = (await writing) ?? [];
    expect(pauses.count()).toBe(parts.length);
    const texts = await Promise.all(parts.slice(1).map((part) => part.text()));
    const sizes = texts.map((text) => (JSON.parse(text) as unknown[]).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(ITEMS / 4);
  });

  it('web W26, W30: what is wiped or lost while a copy is written does not come back with it', async () => {
    for (const boardId of ['board', undefined]) {
      const pauses = createPauses();
      const writer = createCopyWriter(pauses.pause);
      const writing = writer.write(copyAt(1));
      writer.drop(boardId);
      await pauses.end();
      expect(await writing).toBeNull();
    }
    const writer = createCopyWriter(() => null);
    const copy = copyAt(1);
    await writer.write(copy);
    writer.drop('board');
    expect(writer.finish(copy)).toBe(false);
  });

  it('only the newest of two copies of a board is kept', async () => {
    const pauses = createPauses();
    const writer = createCopyWriter(pauses.pause);
    const [older, newer] = [copyAt(1), copyAt(2)];
    const writing = [writer.write(older), writer.write(newer)];
    await pauses.end();
    const [first, second] = await Promise.all(writing);
    expect(first).toBeNull();
    expect((await readCopyParts(second ?? [])).seq).toBe(2);
    expect([writer.finish(older), writer.finish(newer)]).toEqual([false, true]);
  });

  it('a state that is kept is not written again, until it is dropped', async () => {
    const writer = createCopyWriter(() => null);
    const copy = copyAt(1);
    await writer.write(copy);
    expect(writer.finish(copy)).toBe(true);
    expect(await writer.write(copyAt(1))).toBeNull();
    expect(await writer.write(copyAt(1, 'other'))).not.toBeNull();
    expect(await writer.write(copyAt(2))).not.toBeNull();
    writer.drop('board');
    expect(await writer.write(copyAt(1))).not.toBeNull();
  });
});
