import { afterEach, describe, expect, it } from 'vitest';
import type { LivePerson } from '@boardwire/contract/sync';
import type { BusSource } from './node-bus-contract.fixture.ts';
import { useBusGround } from './node-bus-contract.fixture.ts';
import { createPresenceBook } from './presence-book.ts';
import { createPresenceBus, type NodeMessage } from './presence-bus.ts';
import { createPresenceNodes, HERE } from './presence-nodes.ts';

const board = crypto.randomUUID();
const person = (key: string, more: Partial<LivePerson> = {}): LivePerson => ({
  key,
  user: crypto.randomUUID(),
  state: 'active',
  ...more,
});

const LONG = { timeout: 15_000, interval: 10 };

function heardFrom(book: ReturnType<typeof createPresenceBook>) {
  return book.list(board).filter(({ key }) => book.find(HERE, board, key) === undefined);
}

/** What nodes do with presence over any engine; run once for each. */
export function describePresenceNodesContract(name: string, open: BusSource): void {
  const { openNode, cutAll } = useBusGround(open);
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0).toReversed()) close();
  });

  /** A node with connections of its own, that leases others for `leaseMs`. */
  function startNode({ rosterMs = 100, leaseMs = 60_000, lingerMs = 60_000 } = {}) {
    const { bus: notes, close } = openNode();
    const sizes: number[] = [];
    const fate = { losesAll: false };
    const watched: typeof notes = {
      ...notes,
      publish(channel, note) {
        sizes.push(Buffer.byteLength(note));
        if (!fate.losesAll) notes.publish(channel, note);
      },
    };
    const book = createPresenceBook((holder, boardId, { key }) => {
      if (holder !== HERE) return;
      const shown = book.find(HERE, boardId, key);
      nodes.tell({ board: boardId, ...(shown ? { up: [shown] } : { gone: [key] }) });
    });
    const bus = createPresenceBus(watched);
    const nodes = createPresenceNodes(bus, book, { rosterMs, leaseMs, lingerMs });
    const sweeping = setInterval(() => nodes.sweep(performance.now()), 20);
    closing.push(
      () => clearInterval(sweeping),
      () => nodes.stop(),
    );
    nodes.start();
    const keys = () =>
      book
        .list(board)
        .map((one) => one.key)
        .toSorted();
    return { book, nodes, bus, keys, sizes, fate, notes, close };
  }

  describe(`live L26 on ${name}: nodes tell each other who is there`, () => {
    it('live L26: a node that starts hears of everybody, and of changes as they come', async () => {
      // Rosters are rare here: what is heard early was asked for.
      const first = startNode({ rosterMs: 600_000 });
      first.book.put(HERE, board, person('early'));
      const second = startNode({ rosterMs: 600_000 });
      await expect.poll(second.keys, LONG).toEqual(['early']);
      await expect.poll(() => [first.nodes.count(), second.nodes.count()], LONG).toEqual([1, 1]);
      first.book.put(HERE, board, person('late', { field: 'title', editing: true }));
      await expect.poll(second.keys, LONG).toEqual(['early', 'late']);
      expect(second.book.list(board)).toEqual(first.book.list(board));
      first.book.drop(HERE, board, 'early');
      await expect.poll(second.keys, LONG).toEqual(['late']);
    });

    it('live L26: a roster of a thousand people goes in parts that the bus takes, and repairs what got lost', async () => {
      const [first, second] = [startNode(), startNode()];
      await expect.poll(() => first.nodes.count(), LONG).toBe(1);
      for (let index = 0; index < 1_000; index += 1) {
        const focus = { item: crypto.randomUUID(), field: '😀'.repeat(16) };
        first.book.put(
          HERE,
          index % 2 === 0 ? board : crypto.randomUUID(),
          person(`p${index}`, focus),
        );
      }
      await expect.poll(() => second.book.count(), LONG).toBe(1_000);
      first.book.drop(HERE, board, 'p0');
      await expect.poll(() => second.book.count(), LONG).toBe(999);
      const { maxNoteBytes } = first.notes;
      expect(Math.max(...first.sizes)).toBeLessThanOrEqual(maxNoteBytes);
      expect(first.sizes.filter((size) => size > maxNoteBytes * 0.8).length).toBeGreaterThan(3);
    });

    it('live L26: who is missing from a whole roster is gone, whatever else was lost', async () => {
      const node = startNode();
      const other = startNode({ rosterMs: 600_000 });
      await expect.poll(() => [node.nodes.count(), other.nodes.count()], LONG).toEqual([1, 1]);
      const send = (message: Partial<NodeMessage>) =>
        node.bus.publish({ node: 'x', kind: 'roster', boards: [], ...message });
      send({ boards: [{ board, up: [person('a'), person('b')] }], last: true });
      await expect.poll(other.keys, LONG).toEqual(['a', 'b']);
      // Half a roster says nothing of those that it does not name, yet.
      send({ boards: [{ board, up: [person('b')] }] });
      send({ kind: 'changes', boards: [{ board, up: [person('c')] }] });
      await expect.poll(other.keys, LONG).toEqual(['a', 'b', 'c']);
      send({ last: true });
      await expect.poll(other.keys, LONG).toEqual(['b', 'c']);
    });

    it('live L26: the ghosts of a dead node go together when its lease ends, and nobody else', async () => {
      const watcher = startNode({ leaseMs: 1_000 });
      const alive = startNode({ rosterMs: 100 });
      const dead = startNode({ rosterMs: 100 });
      alive.book.put(HERE, board, person('alive'));
      for (const key of ['one', 'two']) dead.book.put(HERE, board, person(key));
      await expect.poll(watcher.keys, LONG).toEqual(['alive', 'one', 'two']);
      const seen: string[][] = [];
      // Its connection is cut: it can tell nobody that it ends.
      await dead.close();
      await expect
        .poll(() => seen[seen.push(watcher.keys()) - 1], { ...LONG, interval: 1 })
        .toEqual(['alive']);
      expect(seen.filter((keys) => keys.length === 2)).toEqual([]);
      expect(watcher.nodes.count()).toBe(1);
    });

    it('live L26: a tab that comes back over another node stays when the first node forgets it', async () => {
      const [first, second] = [startNode(), startNode()];
      first.book.put(HERE, board, person('tab', { field: 'title' }));
      await expect.poll(second.keys, LONG).toEqual(['tab']);
      second.book.put(HERE, board, person('tab', { field: 'group' }));
      await expect.poll(() => first.book.list(board)[0]?.field, LONG).toBe('group');
      first.book.drop(HERE, board, 'tab');
      await expect.poll(() => heardFrom(second.book).length, LONG).toBe(0);
      expect([first.keys(), second.keys()]).toEqual([['tab'], ['tab']]);
    });

    it('live L26: a node that stops leaves its people a moment to come back', async () => {
      const watcher = startNode({ lingerMs: 300 });
      const stopping = startNode();
      stopping.book.put(HERE, board, person('tab'));
      await expect.poll(watcher.keys, LONG).toEqual(['tab']);
      stopping.nodes.stop();
      // Others go on asking; whoever said goodbye does not answer.
      watcher.bus.publish({ node: 'asks', kind: 'hello', boards: [] });
      await expect.poll(watcher.keys, LONG).toEqual([]);
    });

    it('live L26: what got lost while the bus was away is asked for as soon as it is back', async () => {
      const rosterMs = 600_000;
      const [first, second] = [startNode({ rosterMs }), startNode({ rosterMs })];
      first.book.put(HERE, board, person('leaves'));
      second.book.put(HERE, board, person('stays'));
      const keys = () => [first.keys(), second.keys()];
      const both = ['leaves', 'stays'];
      await expect.poll(keys, LONG).toEqual([both, both]);
      for (const { fate } of [first, second]) fate.losesAll = true;
      first.book.drop(HERE, board, 'leaves');
      first.book.put(HERE, board, person('comes'));
      second.book.put(HERE, board, person('enters'));
      for (const { fate } of [first, second]) fate.losesAll = false;
      await cutAll();
      const now = ['comes', 'enters', 'stays'];
      await expect.poll(keys, LONG).toEqual([now, now]);
    });

    it('live L26: what is not ours is not for us', async () => {
      const [node, other] = [startNode(), startNode()];
      await expect.poll(() => [node.nodes.count(), other.nodes.count()], LONG).toEqual([1, 1]);
      const send = (note: string) => other.notes.publish('boardwire_presence', note);
      for (const junk of [
        '',
        'x',
        '[]',
        '{"node":1}',
        '{"node":"y","kind":"changes","boards":[{}]}',
      ])
        send(junk);
      const told = { node: 'y', kind: 'changes', boards: [{ board, up: [person('ok')] }] };
      send(JSON.stringify(told));
      await expect.poll(node.keys, LONG).toEqual(['ok']);
    });
  });
}
