import { describe, expect, it } from 'vitest';
import { createLiveBus } from './live-bus.ts';
import { useBusGround, type BusNode, type BusSource } from './node-bus-contract.fixture.ts';

const LONG = { timeout: 15_000, interval: 5 };

/** What announcements do over any engine; run once for each. */
export function describeLiveBusContract(name: string, open: BusSource): void {
  const { openNode, cutAll } = useBusGround(open);

  /** A node that hears announcements. */
  async function follow(node: BusNode = openNode()) {
    const bus = createLiveBus(node.bus);
    const heard: [string, number][] = [];
    let gaps = 0;
    bus.start(
      (boardId, seq) => void heard.push([boardId, seq]),
      () => (gaps += 1),
    );
    await expect.poll(() => gaps, LONG).toBeGreaterThan(0);
    return { bus, heard, gaps: () => gaps, node };
  }

  describe(`live L32 on ${name}: how far boards are`, () => {
    it('live L32: announcements are collected, the furthest of each board counts, and reach every node', async () => {
      const [first, second] = [await follow(), await follow()];
      const boards = Array.from({ length: 250 }, () => crypto.randomUUID());
      for (const seq of [1, 3, 2]) for (const board of boards) first.bus.announce(board, seq);
      const all = boards.map((board) => [board, 3]);
      await expect.poll(() => [first.heard, second.heard], LONG).toEqual([all, all]);
      const { engine } = first.node.bus;
      expect(first.node.counted.filter((word) => word === `${engine} sent`)).toHaveLength(3);
    });

    it('live L33: a cut bus tells of the gap, so that the watermarks are asked at once', async () => {
      const node = await follow();
      const before = node.gaps();
      await cutAll();
      await expect.poll(() => node.gaps() > before, LONG).toBe(true);
    });

    it('live L32: what is not ours is not for us, and the rest of it counts', async () => {
      const [first, second] = [await follow(), await follow()];
      const junk = ['', 'x', 'null', '5', '{"a":1}', '[1,null,[],["a"],["b","1"],["c",1.5],[2,2]]'];
      for (const note of junk) first.node.bus.publish('boardwire_live', note);
      first.node.bus.publish('boardwire_live', '[["later",1],["board",7]]');
      await expect
        .poll(() => second.heard, LONG)
        .toEqual([
          ['later', 1],
          ['board', 7],
        ]);
    });
  });
}
