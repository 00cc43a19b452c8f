import { describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import type { Transaction } from '../database/database.ts';
import {
  facts,
  figuresOf,
  lists,
  ownFacts,
  rightFacts,
  type CacheBed,
  type CacheNode,
} from './cache-nodes.fixture.ts';
import { usePair, type OpenPool } from './cache-pair.fixture.ts';

/** What every engine of the cache keeps to; `openPool` gives each node its connection to Redis, if there is one. */
export function describeCacheContract(engine: string, openPool: OpenPool): void {
  describe(`the cache with ${engine}`, () => {
    let bed: CacheBed;
    let here: CacheNode;
    let there: CacheNode;
    const open = usePair(openPool, (pair) => ({ bed, here, there } = pair));

    it('F3: answers again without a load, nothing among it, and the same frozen value to all', async () => {
      const organizationId = await bed.addFact(1);
      const nobody = createId();
      expect([await here.read(organizationId), await here.read(nobody)]).toEqual([1, null]);
      const before = here.loads;
      expect([await here.read(organizationId), await here.read(nobody)]).toEqual([1, null]);
      expect(here.loads).toBe(before);
      const read = () =>
        here.database.read('all', (tx) =>
          here.cache.over(tx)(lists, {
            scope: { organizationId },
            key: {},
            load: async () => ({ list: [1] }),
          }),
        );
      const first = await read();
      expect(() => first.list.push(2)).toThrow(TypeError);
      expect(await read()).toBe(first);
    });

    it('F3: a hundred callers at once are one load', async () => {
      const organizationId = await bed.addFact(5);
      const before = here.loads;
      expect(await here.read(organizationId, { callers: 100 })).toBe(5);
      expect(here.loads - before).toBe(1);
    });

    it('fault F24: what is remembered takes no connection, and who holds one waits for nobody without', async () => {
      const organizationId = await bed.addFact(7);
      let loads = 0;
      const load = async (tx: Transaction) => {
        loads += 1;
        const [row] = await tx.query<{ value: number }>('select 7 as value');
        return row?.value ?? null;
      };
      const ask = (tx: Transaction) =>
        here.cache.over(tx)(ownFacts, { scope: { organizationId }, key: {}, load });
      const asked = await here.database.read('all', async (holder) => {
        // Neither has a connection: one load.
        const [first, second] = [1, 2].map(() => here.database.readLazily('all', ask));
        return Promise.all([first, second, ask(holder)]);
      });
      expect([asked, loads]).toEqual([[7, 7, 7], 2]);
      const known = here.database.readLazily('all', async (tx) => [await ask(tx), tx.connection()]);
      expect(await known).toEqual([7, 'none']);
    });

    it('F3: an error is told to who asked, and never remembered', async () => {
      const organizationId = await bed.addFact(6);
      const failing = () =>
        here.read(organizationId, { load: () => Promise.reject(new Error('no')) });
      await expect(failing()).rejects.toThrow('no');
      expect(await here.read(organizationId)).toBe(6);
    });

    it('F3: one organization, key or class is never answered with the value of another', async () => {
      const [one, other] = [await bed.addFact(1), await bed.addFact(2)];
      const asked = async () => [
        await here.read(one),
        await here.read(other),
        await here.read(one, { key: { part: 2 }, load: async () => 3 }),
        await here.read(one, { cacheClass: ownFacts, load: async () => 4 }),
      ];
      expect(await asked()).toEqual([1, 2, 3, 4]);
      expect(await asked()).toEqual([1, 2, 3, 4]);
      expect(await there.read(other, { load: async () => 9 })).not.toBe(1);
    });

    it('F3: a value that is over is answered while it is loaded anew; one that is asked for often is loaded before', async () => {
      const organizationId = await bed.addFact(1);
      const read = () => here.read(organizationId, { cacheClass: ownFacts });
      await read();
      await bed.test.query('update facts set value = 2 where organization_id = $1', [
        organizationId,
      ]);
      bed.skip(ownFacts.ttlMs + 1);
      await here.cache.poll();
      expect(await read()).toBe(1);
      await expect.poll(read).toBe(2);
      await bed.test.query('update facts set value = 3 where organization_id = $1', [
        organizationId,
      ]);
      bed.skip(ownFacts.ttlMs * 0.96);
      await here.cache.poll();
      for (let hit = 0; hit < 3; hit += 1) expect(await read()).toBe(2);
      await expect.poll(read).toBe(3);
      bed.skip(ownFacts.ttlMs + ownFacts.staleMs + 1);
      await here.cache.poll();
      await bed.test.query('update facts set value = 4 where organization_id = $1', [
        organizationId,
      ]);
      expect(await read()).toBe(4);
      await there.cache.poll();
    });

    it('security S26: a change of access voids what depends on it, also without an event', async () => {
      const organizationId = await bed.addFact(1);
      const [userId, other] = [createId(), createId()];
      const read = (who: string) =>
        here.database.read('all', (tx) =>
          here.cache.over(tx)(rightFacts, {
            scope: { organizationId, userId: who },
            key: {},
            async load(own) {
              const [row] = await own.query<{ value: number }>(
                'select value from facts where organization_id = $1',
                [organizationId],
              );
              return row?.value ?? null;
            },
          }),
        );
      await Promise.all([read(userId), read(other)]);
      await bed.test.query('update facts set value = 2 where organization_id = $1', [
        organizationId,
      ]);
      here.hearEpoch({ kind: 'user', subjectId: userId });
      expect([await read(userId), await read(other)]).toEqual([2, 1]);
      here.hearEpoch({ kind: 'organization', subjectId: organizationId });
      expect(await read(other)).toBe(2);
    });

    it('F3: memory has an end; what made room is counted', async () => {
      const node = await open({ maxBytes: 20_000 });
      const load = async () => 1;
      for (let part = 0; part < 100; part += 1)
        await node.read(createId(), { cacheClass: ownFacts, load });
      const { bytes, entries, evictions } = figuresOf(node, ownFacts);
      expect(bytes).toBeLessThanOrEqual(20_000);
      expect(evictions).toBe(100 - entries);
      const { text } = await node.metrics.expose();
      expect(text).toContain(
        'boardwire_cache_reads_total{class="test.ownFacts",layer="memory",result="miss"} 100',
      );
      expect(text).toContain(`boardwire_cache_evictions_total{class="test.ownFacts"} ${evictions}`);
    });

    it('F3: a class that no feature declares is refused', async () => {
      const stranger = { ...facts, name: 'test.stranger' };
      await expect(here.read(createId(), { cacheClass: stranger })).rejects.toThrow(
        'test.stranger',
      );
    });
  });
}
