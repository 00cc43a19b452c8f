import { describe, expect, it } from 'vitest';
import {
  changeEvent,
  createGate,
  facts,
  figuresOf,
  ownFacts,
  voidFacts,
  writeFact,
  type CacheBed,
  type CacheNode,
} from './cache-nodes.fixture.ts';
import { beginLong, holdRead, usePair, type OpenPool } from './cache-pair.fixture.ts';

/** More than are remembered of a value one by one. */
const MANY_CHANGES = 20;

/** What ends a value, on every engine of the cache; `openPool` gives each node its connection to Redis, if there is one. */
export function describeVoidContract(engine: string, openPool: OpenPool): void {
  describe(`what is void in the cache with ${engine}`, () => {
    let bed: CacheBed;
    let here: CacheNode;
    let there: CacheNode;
    const open = usePair(openPool, (pair) => ({ bed, here, there } = pair));

    it('F3: whoever changed something reads it at once on their node, before the log is read again', async () => {
      bed.bus.isCut = true;
      const organizationId = await bed.addFact(1);
      for (const value of [2, 3, 4]) {
        await here.read(organizationId);
        await here.change(organizationId, value);
        expect(await here.read(organizationId)).toBe(value);
      }
      bed.bus.isCut = false;
    });

    it('F3: another node hears of it, and by its own reading of the log when the bus is cut', async () => {
      const organizationId = await bed.addFact(1);
      expect(await there.read(organizationId)).toBe(1);
      await here.change(organizationId, 2);
      await expect.poll(() => there.read(organizationId)).toBe(2);
      bed.bus.isCut = true;
      await here.change(organizationId, 3);
      await there.cache.poll();
      expect(await there.read(organizationId)).toBe(3);
      bed.bus.isCut = false;
    });

    it('security S26: with the bus cut for thirty readings of the log, no change outlives the next one', async () => {
      bed.bus.isCut = true;
      const organizationId = await bed.addFact(0);
      for (let value = 1; value <= 30; value += 1) {
        await there.read(organizationId);
        await here.change(organizationId, value);
        await there.cache.poll();
        expect(await there.read(organizationId)).toBe(value);
      }
      bed.bus.isCut = false;
    });

    it('security S26: a node that has not read the log for two seconds loads each time', async () => {
      const organizationId = await bed.addFact(1);
      const node = await open();
      await node.read(organizationId);
      // Nothing is told, so that only the age of the view speaks.
      await bed.test.query('update facts set value = 2 where organization_id = $1', [
        organizationId,
      ]);
      expect(await node.read(organizationId)).toBe(1);
      await node.cache.stop();
      bed.skip(2_500);
      expect(await node.read(organizationId)).toBe(2);
      await Promise.all([here.cache.poll(), there.cache.poll()]);
    });

    it('F3: a transaction that stays open delays the news of none that ends', async () => {
      bed.bus.isCut = true;
      const organizationId = await bed.addFact(1);
      const endLong = await beginLong(here);
      await there.cache.poll();
      await there.read(organizationId);
      await here.change(organizationId, 2);
      await there.cache.poll();
      expect(await there.read(organizationId)).toBe(2);
      await endLong();
      bed.bus.isCut = false;
    });

    it('F3: a transaction that stays open keeps nobody from remembering what changes often', async () => {
      const organizationId = await bed.addFact(0);
      const endLong = await beginLong(here);
      for (let value = 1; value <= MANY_CHANGES; value += 1) {
        await here.change(organizationId, value);
        await there.cache.poll();
        expect(await there.read(organizationId)).toBe(value);
      }
      await here.cache.poll();
      for (const node of [here, there]) {
        await node.read(organizationId);
        const { loads } = node;
        expect(await node.read(organizationId)).toBe(MANY_CHANGES);
        expect(node.loads).toBe(loads);
      }
      await endLong();
    });

    it.each(['here', 'there'] as const)(
      'F3: a load that began before a change (%s) stores its old value nowhere',
      async (place) => {
        const organizationId = await bed.addFact(1);
        const slow = place === 'here' ? here : there;
        const reading = await holdRead(slow, organizationId);
        await here.change(organizationId, 2);
        await there.cache.poll();
        expect(await reading.end()).toBe(1);
        expect([await here.read(organizationId), await there.read(organizationId)]).toEqual([2, 2]);
        expect(await slow.read(organizationId)).toBe(2);
      },
    );

    it('F3: whoever joins a load after a change is not answered with what it found before', async () => {
      const organizationId = await bed.addFact(1);
      const reading = await holdRead(here, organizationId);
      await here.change(organizationId, 2);
      const joined = here.read(organizationId);
      expect(await reading.end()).toBe(1);
      expect(await joined).toBe(2);
    });

    it('F3: a change that commits late voids what was loaded while it was open', async () => {
      bed.bus.isCut = true;
      const organizationId = await bed.addFact(1);
      const event = changeEvent(organizationId);
      const gate = createGate();
      const writing = here.database.write('all', async (tx) => {
        await writeFact(tx, 2, event);
        gate.reach();
        await gate.opened;
      });
      await gate.reached;
      // Loaded, and the log read, between its number and its commit.
      expect(await there.read(organizationId)).toBe(1);
      await there.cache.poll();
      gate.open();
      await writing;
      await there.cache.poll();
      expect(await there.read(organizationId)).toBe(2);
      bed.bus.isCut = false;
    });

    it('F3: a class that is voided is loaded anew on every node, and takes no memory meanwhile; others stay', async () => {
      const organizationId = await bed.addFact(1);
      const nodes = [here, there];
      for (const { cache } of nodes) await cache.poll();
      const readBoth = () =>
        Promise.all(
          nodes.flatMap((node) =>
            [facts, ownFacts].map((cacheClass) => node.read(organizationId, { cacheClass })),
          ),
        );
      await readBoth();
      await bed.test.query('update facts set value = 2 where organization_id = $1', [
        organizationId,
      ]);
      expect(await readBoth()).toEqual([1, 1, 1, 1]);
      const before = nodes.map((node) => figuresOf(node, facts).voids);
      await voidFacts(here);
      expect(figuresOf(here, facts)).toMatchObject({ entries: 0, bytes: 0 });
      expect(await here.read(organizationId)).toBe(2);
      for (const { cache } of nodes) await cache.poll();
      expect(figuresOf(there, facts).entries).toBe(0);
      expect(nodes.map((node) => figuresOf(node, facts).voids)).toEqual(
        before.map((voids) => voids + 1),
      );
      expect(await readBoth()).toEqual([2, 1, 2, 1]);
    });

    it('F3: a process that reads nothing by it tells others of what it commits, and follows no log', async () => {
      const worker = await open({ isAnnouncing: true });
      const organizationId = await bed.addFact(1);
      await there.read(organizationId);
      await expect(worker.read(organizationId)).resolves.toBe(1);
      const before = bed.bus.notes.length;
      await worker.change(organizationId, 2);
      expect(bed.bus.notes).toHaveLength(before + 1);
      await expect.poll(() => there.read(organizationId)).toBe(2);
      expect(worker.cache.describe()).toMatchObject({ isFollowing: false, classes: [] });
      expect(there.cache.describe().isFollowing).toBe(true);
    });

    it('F3: no two processes say the same: each knows its own words when they come back', async () => {
      const organizationId = await bed.addFact(1);
      const fresh = await Promise.all([open(), open()]);
      const before = bed.bus.notes.length;
      for (const node of [...fresh, ...fresh]) await node.change(organizationId, 2);
      expect(new Set(bed.bus.notes.slice(before)).size).toBe(4);
    });
  });
}
