/** What a Redis says of itself. */
export interface RedisFacts {
  /** Of Redis, or the one that a compatible server claims. */
  version: string;
  /** `standalone`, `sentinel` or `cluster`; empty where it does not say. */
  mode: string;
  /** `master`, `slave` (read-only) or what another server calls it. */
  role: string;
  /** What it does when its memory is full; empty where it does not say. */
  evictionPolicy: string;
  usedMemoryBytes: number;
  /** 0 where there is no limit. */
  maxMemoryBytes: number;
}

/** Reads the answer to INFO. */
export function readRedisFacts(info: string): RedisFacts {
  const read = (name: string) => new RegExp(`^${name}:(.*?)\\s*$`, 'm').exec(info)?.[1] ?? '';
  return {
    version: read('redis_version'),
    // Valkey 8 and later name it for themselves.
    mode: read('redis_mode') || read('server_mode'),
    role: read('role'),
    evictionPolicy: read('maxmemory_policy'),
    usedMemoryBytes: Number(read('used_memory')),
    maxMemoryBytes: Number(read('maxmemory')),
  };
}
