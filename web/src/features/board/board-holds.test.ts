import { describe, expect, it } from 'vitest';
import { createBoardHolds } from './board-holds.ts';
import { sendBundles } from './send-bundles.ts';
import { openSentBoard } from './sent-board.fixture.ts';

const pass = () => new Promise((resolve) => setTimeout(resolve, 5));

function openHolds() {
  let closed = 0;
  let opened = 0;
  const holds = createBoardHolds(() => {
    opened += 1;
    return Promise.resolve({
      ok: true as const,
      status: 200,
      requestId: '',
      data: { board: { close: () => void (closed += 1) } },
    });
  });
  return { holds, counts: () => ({ opened, closed }) };
}

describe('web W25: a board that is left while its edits are on their way', () => {
  it('web W25: stays open until it is known what was refused, and is closed then', async () => {
    const { holds, counts } = openHolds();
    const { board, answerAll } = openSentBoard(['a', 'b'], () => true);
    await holds.hold(board.id);
    const parts = ['a', 'b'].map((itemId) => ({
      calls: [{ op: 'items.update' as const, input: { itemId, values: { title: 'new' } } }],
    }));
    const { refused } = sendBundles(board, parts);
    holds.holdUntil(board.id, refused);
    holds.release(board.id);
    await pass();
    expect(counts()).toEqual({ opened: 1, closed: 0 });
    await holds.hold(board.id);
    holds.release(board.id);
    await pass();
    expect(counts()).toEqual({ opened: 1, closed: 0 });
    await answerAll();
    expect(await refused).toHaveLength(2);
    await pass();
    expect(counts()).toEqual({ opened: 1, closed: 1 });
  });

  it('web W30: is not given to whoever signs in next', async () => {
    const { holds, counts } = openHolds();
    await holds.hold('b');
    let end = () => {};
    holds.holdUntil('b', new Promise<void>((resolve) => void (end = resolve)));
    holds.release('b');
    holds.forgetAll();
    await holds.hold('b');
    expect(counts().opened).toBe(2);
    end();
    await pass();
    expect(counts().closed).toBe(0);
  });

  it('web W25: one that nobody holds is left alone', async () => {
    const { holds, counts } = openHolds();
    holds.holdUntil('b', Promise.resolve());
    await pass();
    expect(counts()).toEqual({ opened: 0, closed: 0 });
  });
});
