import { afterAll, beforeAll } from 'vitest';
import type { RedisPool } from '../redis/redis-pool.ts';
import { createGate, openCacheBed, type CacheBed, type CacheNode } from './cache-nodes.fixture.ts';

/** Gives a node its connection to Redis, if there is one. */
export type OpenPool = () => Promise<{ pool: RedisPool | null; close(): Promise<void> }>;

/** Two nodes on one bed. */
export interface NodePair {
  bed: CacheBed;
  here: CacheNode;
  there: CacheNode;
}

/** Opens two nodes before the tests of a `describe`, hands them to `take`, and closes all; `open` adds another. */
export function usePair(openPool: OpenPool, take: (pair: NodePair) => void) {
  let bed: CacheBed;
  const pools: (() => Promise<void>)[] = [];
  const open = async (options: Parameters<CacheBed['open']>[1] = {}): Promise<CacheNode> => {
    const { pool, close } = await openPool();
    pools.push(close);
    return bed.open(pool, options);
  };
  beforeAll(async () => {
    bed = await openCacheBed();
    const [here, there] = await Promise.all([open(), open()]);
    take({ bed, here, there });
  });
  afterAll(async () => {
    await bed.close();
    for (const close of pools) await close();
  });
  return open;
}

/** A read whose load has found the fact and stays under way until `end`. */
export async function holdRead(
  node: CacheNode,
  organizationId: string,
): Promise<{ end(): Promise<number | null> }> {
  const gate = createGate();
  const reading = node.read(organizationId, {
    async load(_tx, loadFact) {
      const found = await loadFact();
      gate.reach();
      await gate.opened;
      return found;
    },
  });
  await gate.reached;
  return {
    end() {
      gate.open();
      return reading;
    },
  };
}

/** A transaction that has a number and stays open; ends it. */
export async function beginLong({ database }: CacheNode): Promise<() => Promise<void>> {
  const gate = createGate();
  const long = database.write('all', async (tx) => {
    await tx.query('select pg_current_xact_id()');
    gate.reach();
    await gate.opened;
  });
  await gate.reached;
  return () => {
    gate.open();
    return long;
  };
}
