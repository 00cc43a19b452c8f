import type { Output } from '@boardwire/sdk/operations';

export type CacheFigures = Output<'cache.classes'>;
export type CacheClass = CacheFigures['classes'][number];
export type CacheMemory = CacheFigures['memories'][number];

/** What was asked of the memory of the process. */
export function askedOf({ memory }: CacheClass): number {
  return memory.hits + memory.stale + memory.misses;
}

/** What memory answered, of the values of all classes. */
export function rateOfAll(classes: readonly CacheClass[]): number | null {
  const sum = (count: (each: CacheClass) => number) =>
    classes.reduce((total, each) => total + count(each), 0);
  const asked = sum(askedOf);
  return asked === 0 ? null : sum(({ memory }) => memory.hits + memory.stale) / asked;
}
