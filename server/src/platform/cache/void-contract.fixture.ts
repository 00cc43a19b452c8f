import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisPool } from '../redis/redis-pool.ts';
import {
  changeEvent,
  createGate,
  openCacheBed,
  writeFact,
  type CacheBed,
  type CacheNode,
} from './cache-nodes.fixture.ts';

/** What ends a value, on every engine of the cache; `openPool` gives each node its connection to Redis, if there is one. */
export function describeVoidContract(
  engine: string,
  openPool: () => Promise<{ pool: RedisPool | null; close(): Promise<void> }>,
): void {
  describe(`what is void in the cache with ${engine}`, () => {
    let bed: CacheBed;
    let here: CacheNode;
    let there: CacheNode;
    const pools: (() => Promise<void>)[] = [];
    const open = async () => {
      const { pool, close } = await openPool();
      pools.push(close);
      return bed.open(pool);
    };
    beforeAll(async () => {
      bed = await openCacheBed();
      [here, there] = await Promise.all([open(), open()]);
    });
    afterAll(async () => {
      await bed.close();
      for (const close of pools) await close();
    });

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
      const gate = createGate();
      const long = here.database.write('all', async (tx) => {
        await tx.query('select pg_current_xact_id()');
        gate.reach();
        await gate.opened;
      });
      await gate.reached;
      await there.cache.poll();
      await there.read(organizationId);
      await here.change(organizationId, 2);
      await there.cache.poll();
      expect(await there.read(organizationId)).toBe(2);
      gate.open();
      await long;
      bed.bus.isCut = false;
    });

    it.each(['here', 'there'] as const)(
      'F3: a load that began before a change (%s) stores its old value nowhere',
      async (place) => {
        const organizationId = await bed.addFact(1);
        const slow = place === 'here' ? here : there;
        const gate = createGate();
        const reading = slow.read(organizationId, {
          async load(_tx, loadFact) {
            const old = await loadFact();
            gate.reach();
            await gate.opened;
            return old;
          },
        });
        await gate.reached;
        await here.change(organizationId, 2);
        await there.cache.poll();
        gate.open();
        expect(await reading).toBe(1);
        expect([await here.read(organizationId), await there.read(organizationId)]).toEqual([2, 2]);
        expect(await slow.read(organizationId)).toBe(2);
      },
    );

    it('F3: whoever joins a load after a change is not answered with what it found before', async () => {
      const organizationId = await bed.addFact(1);
      const gate = createGate();
      const reading = here.read(organizationId, {
        async load(_tx, loadFact) {
          const old = await loadFact();
          gate.reach();
          await gate.opened;
          return old;
        },
      });
      await gate.reached;
      await here.change(organizationId, 2);
      const joined = here.read(organizationId);
      gate.open();
      expect(await reading).toBe(1);
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
  });
}
