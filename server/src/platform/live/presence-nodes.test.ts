import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LivePerson } from '@boardwire/contract/sync';
import { createTestDatabase } from '../../../../test/harness/postgres.ts';
import { createListener, type Listener } from '../database/listener.ts';
import { createLog } from '../log.ts';
import { createPresenceBook } from './presence-book.ts';
import { createPresenceBus, splitParts, type NodeMessage } from './presence-bus.ts';
import { createPresenceNodes, HERE } from './presence-nodes.ts';

let url: string;
const closing: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  const database = await createTestDatabase();
  url = database.appUrl;
  return () => database.drop();
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const board = crypto.randomUUID();
const person = (key: string, more: Partial<LivePerson> = {}): LivePerson => ({
  key,
  user: crypto.randomUUID(),
  state: 'active',
  ...more,
});

/** A node with a connection of its own, that leases others for `leaseMs`. */
function startNode({ rosterMs = 100, leaseMs = 60_000, lingerMs = 60_000 } = {}) {
  const listener = createListener(url, createLog('silent'));
  const sizes: number[] = [];
  const measured: Pick<Listener, 'on' | 'notify'> = {
    on: listener.on,
    notify(channel, payload = '') {
      sizes.push(Buffer.byteLength(payload));
      listener.notify(channel, payload);
    },
  };
  const book = createPresenceBook((holder, boardId, { key }) => {
    if (holder !== HERE) return;
    const shown = book.find(HERE, boardId, key);
    nodes.tell({ board: boardId, ...(shown ? { up: [shown] } : { gone: [key] }) });
  });
  const bus = createPresenceBus(measured);
  const nodes = createPresenceNodes(bus, book, { rosterMs, leaseMs, lingerMs });
  const sweeping = setInterval(() => nodes.sweep(performance.now()), 20);
  closing.push(
    () => clearInterval(sweeping),
    () => listener.close(),
    () => nodes.stop(),
  );
  nodes.start();
  const keys = () =>
    book
      .list(board)
      .map(({ key }) => key)
      .toSorted();
  return { book, nodes, bus, keys, sizes, listener };
}

const LONG = { timeout: 15_000, interval: 10 };

describe('live L26: nodes tell each other who is there', () => {
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

  it('live L26: a roster of a thousand people goes in parts below 8,000 bytes, and repairs what got lost', async () => {
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
    expect(Math.max(...first.sizes)).toBeLessThan(8_000);
    expect(first.sizes.length).toBeGreaterThan(20);
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
    await dead.listener.close();
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
    await expect.poll(watcher.keys, LONG).toEqual([]);
  });

  it('live L26: what is not ours is not for us', async () => {
    const node = startNode();
    const { listener, nodes } = startNode();
    await expect.poll(() => [node.nodes.count(), nodes.count()], LONG).toEqual([1, 1]);
    for (const junk of ['', 'x', '[]', '{"node":1}', '{"node":"y","kind":"changes","boards":[{}]}'])
      listener.notify('boardwire_presence', junk);
    const told = { node: 'y', kind: 'changes', boards: [{ board, up: [person('ok')] }] };
    listener.notify('boardwire_presence', JSON.stringify(told));
    await expect.poll(node.keys, LONG).toEqual(['ok']);
  });
});

function heardFrom(book: ReturnType<typeof createPresenceBook>) {
  return book.list(board).filter(({ key }) => book.find(HERE, board, key) === undefined);
}

describe('live L26: notifications', () => {
  it('live L26: parts hold everything once, and none is too big', () => {
    const boards = Array.from({ length: 30 }, (_, index) => ({
      board: crypto.randomUUID(),
      up: Array.from({ length: index }, (_each, place) => person(`${index} ${place}`)),
      gone: [`gone ${index}`],
    }));
    const parts = splitParts(boards, 1_000);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(1_010);
    const merged = parts.flat();
    expect(merged.flatMap(({ up = [] }) => up)).toEqual(boards.flatMap(({ up }) => up));
    expect(merged.flatMap(({ gone = [] }) => gone)).toEqual(boards.flatMap(({ gone }) => gone));
    expect(splitParts([])).toEqual([[]]);
  });
});
