import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const resultsFolder = fileURLToPath(new URL('../../.cache/chaos/', import.meta.url));
const SEED_RANGE = 2 ** 31;

/** Keeps all figures of a run (reliability R11). */
export function storeReport(report: { name: string }): void {
  mkdirSync(resultsFolder, { recursive: true });
  const date = new Date().toISOString();
  const file = `${date.replaceAll(':', '-')}-${report.name.replaceAll(/\W+/g, '-')}.json`;
  writeFileSync(`${resultsFolder}${file}`, JSON.stringify({ date, ...report }, null, 2));
}

/** Seconds with one decimal, as people read them. */
export function toS(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** A seed that nobody gave. */
export function createSeed(): number {
  return Math.floor(Math.random() * SEED_RANGE);
}

/** Mulberry32: the same faults at the same pauses for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / SEED_RANGE / 2;
  };
}
