import { LRUCache } from 'lru-cache';

/** A memory that a part of the program keeps by rules of its own, beside the classes of the cache. */
export interface MemorySpec {
  name: string;
  /** The part that it belongs to. */
  owner: string;
  /** One sentence for whoever operates the instance. */
  summary: string;
  /** What ends its values, in a sentence. */
  endedBy: string;
}

/** What lies there; `bytes` is null where nobody counts them. */
export interface MemorySize {
  entries: number;
  bytes: number | null;
}

/** How its owner tells what it was good for. */
export interface Memory {
  /** Something was asked for, and was or was not there. */
  read(isHit: boolean): void;
  /** A value made room for others. */
  evicted(): void;
}

/** What this process counted of a memory since its start. */
export interface MemoryReport extends MemorySpec, MemorySize {
  hits: number;
  misses: number;
  evictions: number;
}

/** All of them in one place, for metrics and for the console. */
export interface Memories {
  add(spec: MemorySpec, size: () => MemorySize): Memory;
  list(): MemoryReport[];
}

/** Creates the catalogue of a process. */
export function createMemories(): Memories {
  const byName = new Map<string, () => MemoryReport>();
  return {
    add(spec, size) {
      if (byName.has(spec.name)) throw new Error(`${spec.name}: two memories have this name`);
      const counted = { hits: 0, misses: 0, evictions: 0 };
      byName.set(spec.name, () => ({ ...spec, ...size(), ...counted }));
      return {
        read: (isHit) => void (counted[isHit ? 'hits' : 'misses'] += 1),
        evicted: () => void (counted.evictions += 1),
      };
    },
    list: () => [...byName.keys()].toSorted().flatMap((name) => byName.get(name)?.() ?? []),
  };
}

/** Opens a memory of `max` values at most; its owner tells of what it reads. */
export function openMemory<Value extends object>(
  memories: Memories,
  spec: MemorySpec,
  max: number,
): { entries: LRUCache<string, Value>; memory: Memory } {
  const entries = new LRUCache<string, Value>({
    max,
    dispose: (_value, _key, reason) => void (reason === 'evict' && memory.evicted()),
  });
  const memory = memories.add(spec, () => ({ entries: entries.size, bytes: null }));
  return { entries, memory };
}
