import { LRUCache } from 'lru-cache';
import type { AnyCacheClass } from './cache-class.ts';
import type { LoadedAt } from './voids.ts';

/** A value that is remembered, frozen at any depth. */
export interface Entry extends LoadedAt {
  cacheClass: AnyCacheClass;
  value: unknown;
  /** As JSON; what goes to other nodes, and what its size is reckoned by. */
  text: string;
  tags: readonly string[];
  /** By the monotonic clock. */
  freshUntilMs: number;
  /** A value that is asked for often is loaded anew from here on, before it ends. */
  refreshAtMs: number;
  hits: number;
}

/** What this process remembers, by key. */
export interface MemoryLayer {
  get(key: string): Entry | undefined;
  set(key: string, entry: Entry): void;
  delete(key: string): void;
  clear(): void;
  /** Lets go of all values of a class. */
  drop(className: string): void;
  /** Entries and bytes by the name of their class. */
  sizes(): Map<string, { entries: number; bytes: number }>;
}

/** Parsed JSON takes about twice its text, and an entry about this beside it. */
const BYTES_PER_CHARACTER = 2;
const ENTRY_BYTES = 600;

/** Creates the layer; `onEvicted` hears of values that had to make room. */
export function createMemoryLayer(
  maxBytes: number,
  onEvicted: (cacheClass: AnyCacheClass) => void,
): MemoryLayer {
  const sizes = new Map<string, { entries: number; bytes: number }>();
  const count = (entry: Entry, sign: 1 | -1) => {
    const { name } = entry.cacheClass;
    const size = sizes.get(name) ?? { entries: 0, bytes: 0 };
    size.entries += sign;
    size.bytes += sign * bytesOf(entry);
    sizes.set(name, size);
  };
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    sizeCalculation: bytesOf,
    onInsert: (entry) => count(entry, 1),
    dispose(entry, _key, reason) {
      count(entry, -1);
      if (reason === 'evict') onEvicted(entry.cacheClass);
    },
  });
  return {
    get: (key) => entries.get(key),
    set: (key, entry) => void entries.set(key, entry),
    delete: (key) => void entries.delete(key),
    clear: () => entries.clear(),
    drop(className) {
      const dropped = [...entries.entries()].filter(
        ([, { cacheClass }]) => cacheClass.name === className,
      );
      for (const [key] of dropped) entries.delete(key);
    },
    sizes: () => sizes,
  };
}

function bytesOf({ text }: Entry): number {
  return text.length * BYTES_PER_CHARACTER + ENTRY_BYTES;
}

/** Freezes it with all that is in it: whoever asks gets the same object. */
export function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freezeDeep(part);
  return Object.freeze(value);
}
