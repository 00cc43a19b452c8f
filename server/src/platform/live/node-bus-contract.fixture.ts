import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { measureBus, type MeasuredBus, type NodeBus } from './node-bus.ts';

/** Opens one engine's ground: a server that nodes meet on. */
export type BusSource = () => Promise<BusGround>;

/** What nodes meet on. */
export interface BusGround {
  /** A node with connections of its own. */
  openNode(): { bus: NodeBus; close(): Promise<void> };
  /** Ends every connection of every node, which then come back by themselves. */
  cutAll(): Promise<void>;
  drop(): Promise<void>;
}

/** A node of the contract's tests. */
export interface BusNode {
  bus: MeasuredBus;
  counted: string[];
  close(): Promise<void>;
}

/** One ground for a file's tests, and nodes that are closed after each of them. */
export function useBusGround(open: BusSource) {
  let ground: BusGround;
  const nodes: BusNode[] = [];
  beforeAll(async () => {
    ground = await open();
    return () => ground.drop();
  });
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.close()));
  });
  return {
    cutAll: () => ground.cutAll(),
    openNode(): BusNode {
      const { bus, close } = ground.openNode();
      const counted: string[] = [];
      const measured = measureBus(bus, {
        observeBusLag: (engine) => void counted.push(`${engine} back`),
        countBusNote: (engine, outcome) => void counted.push(`${engine} ${outcome}`),
      });
      const node = { bus: measured, counted, close };
      nodes.push(node);
      return node;
    },
  };
}

const LONG = { timeout: 15_000, interval: 5 };

/** Listens, and tells once notes are heard. */
export async function listen({ bus }: BusNode, channel: string) {
  const heard: string[] = [];
  let gaps = 0;
  bus.subscribe(channel, {
    onNote: (note) => void heard.push(note),
    onGap: () => (gaps += 1),
  });
  await expect.poll(() => gaps, LONG).toBeGreaterThan(0);
  return { heard, gaps: () => gaps };
}

/** What every engine must do; run once for each. */
export function describeNodeBusContract(name: string, open: BusSource): void {
  const { openNode, cutAll } = useBusGround(open);

  describe(`live L32 on ${name}: notes between nodes`, () => {
    it('live L32: a note reaches every node that listens, the sender too, in the order of the sender', async () => {
      const [first, second] = [openNode(), openNode()];
      const [own, other] = [await listen(first, 'notes'), await listen(second, 'notes')];
      const deaf = await listen(second, 'others');
      const notes = Array.from({ length: 50 }, (_, index) => `note ${index} 😀`);
      for (const note of notes) first.bus.publish('notes', note);
      await expect.poll(() => [own.heard, other.heard], LONG).toEqual([notes, notes]);
      expect(deaf.heard).toEqual([]);
    });

    it('live L32: several listen to one channel of a node', async () => {
      const node = openNode();
      const [one, two] = [await listen(node, 'notes'), await listen(node, 'notes')];
      node.bus.publish('notes', 'for both');
      await expect.poll(() => [one.heard, two.heard], LONG).toEqual([['for both'], ['for both']]);
    });

    it('live L32: a note as long as the bus takes them arrives whole', async () => {
      const [first, second] = [openNode(), openNode()];
      const { heard } = await listen(second, 'notes');
      await listen(first, 'notes');
      const note = 'x'.repeat(first.bus.maxNoteBytes);
      first.bus.publish('notes', note);
      await expect.poll(() => heard.map(({ length }) => length), LONG).toEqual([note.length]);
      expect(first.bus.maxNoteBytes).toBeLessThanOrEqual(65_536);
    });

    it('live L32: cut connections come back by themselves, and tell of the gap', async () => {
      const [first, second] = [openNode(), openNode()];
      const [own, other] = [await listen(first, 'notes'), await listen(second, 'notes')];
      const before = [own.gaps(), other.gaps()];
      await cutAll();
      await expect.poll(() => own.gaps() > (before[0] ?? 0), LONG).toBe(true);
      await expect.poll(() => other.gaps() > (before[1] ?? 0), LONG).toBe(true);
      // The connection that sends may be the last one to be back.
      await expect
        .poll(() => {
          first.bus.publish('notes', 'again');
          return other.heard.includes('again') && own.heard.includes('again');
        }, LONG)
        .toBe(true);
    });

    it('live L32: publishing before anything is connected, or after it was closed, harms nobody', async () => {
      const node = openNode();
      node.bus.publish('notes', 'too early');
      await listen(node, 'notes');
      await node.close();
      expect(() => node.bus.publish('notes', 'too late')).not.toThrow();
    });

    it('SPEC F4: a node knows how long its own notes take, and counts what it sends', async () => {
      const [node, worker] = [openNode(), openNode()];
      await listen(node, 'notes');
      worker.bus.publish('notes', 'of somebody who does not listen');
      node.bus.publish('notes', 'own');
      await expect.poll(() => node.bus.health().lagMs, LONG).not.toBeNull();
      const { engine } = node.bus;
      expect(node.counted).toEqual([`${engine} sent`, `${engine} back`]);
      expect(node.bus.health()).toMatchObject({ engine, lost: 0, isSilent: false });
      expect(worker.counted).toEqual([]);
    });
  });
}
