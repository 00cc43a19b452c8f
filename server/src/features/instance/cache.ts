import * as contract from '@boardwire/contract/cache';
import type { OutputOf } from '@boardwire/contract/define';
import { SECOND_MS } from '../../kernel/time.ts';
import { INSTANCE_CHAIN_ID } from '../../platform/audit.ts';
import type { CacheClass } from '../../platform/cache/cache-class.ts';
import type { ClassFigures } from '../../platform/cache/cache-figures.ts';
import type { Cache, CacheReport } from '../../platform/cache/cache.ts';
import { implement, type Operation } from '../../platform/operation.ts';
import { processName } from '../../platform/process-name.ts';
import { notFound } from '../../platform/refusal.ts';

/** What operations on the cache stand on. */
export interface CacheOperationParts {
  cache: Pick<Cache, 'describe'>;
}

type Class = OutputOf<typeof contract.classes>['classes'][number];

/** Operations that show what is remembered, and void it. */
export function createCacheOperations(parts: CacheOperationParts): Operation[] {
  return [readClasses(parts), voidClass(parts)];
}

function readClasses({ cache }: CacheOperationParts): Operation {
  return implement(contract.classes, {
    async handle() {
      const { since, classes, memories, ...report } = cache.describe();
      return {
        node: processName,
        since: since.toISOString(),
        ...report,
        classes: classes.map((each) => describeClass(each, report)),
        memories: memories.map((each) => ({
          ...each,
          hitRate: rateOf(each.hits, each.misses),
        })),
      };
    },
  });
}

function voidClass({ cache }: CacheOperationParts): Operation {
  return implement(contract.voidClass, {
    async handle({ cacheClass: name }, context) {
      const isKnown = cache.describe().classes.some(({ cacheClass }) => cacheClass.name === name);
      if (!isKnown) throw notFound('This class of the cache');
      await context.lock(INSTANCE_CHAIN_ID);
      // The log carries it to every node, and to those that were away meanwhile.
      context.emit(contract.classVoided, INSTANCE_CHAIN_ID, { cacheClass: name });
      const details = { cacheClass: name };
      context.audit({ action: 'cache.classVoided', chain: 'instance', details });
      return { name };
    },
  });
}

function describeClass(
  { cacheClass, figures }: { cacheClass: CacheClass; figures: ClassFigures },
  { redis: engine }: Pick<CacheReport, 'redis'>,
): Class {
  const { name, owner, summary, scope, tags, holdsAccess, layers, voidedBy } = cacheClass;
  const { memory, redis, loads, failedLoads, loadSeconds, voids } = figures;
  const answered = memory.hits + memory.staleHits;
  const isShared = layers === 'memory and redis' && engine !== 'none';
  return {
    name,
    owner,
    summary,
    scope,
    ttlS: cacheClass.ttlMs / SECOND_MS,
    staleS: cacheClass.staleMs / SECOND_MS,
    tags: [...tags],
    endedBy: [...new Set(voidedBy.map(({ type }) => type))],
    holdsAccess,
    memory: {
      entries: figures.entries,
      bytes: figures.bytes,
      hits: memory.hits,
      stale: memory.staleHits,
      misses: memory.misses,
      evictions: figures.evictions,
      hitRate: rateOf(answered, memory.misses),
    },
    redis: isShared ? { ...redis, hitRate: rateOf(redis.hits, redis.misses) } : null,
    loads,
    failedLoads,
    loadMs: loads === 0 ? null : Math.round((loadSeconds / loads) * SECOND_MS * 100) / 100,
    voids,
  };
}

function rateOf(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses);
}
