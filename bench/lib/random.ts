/** Numbers that come again with the same seed. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** One of these, each as likely as its weight. */
  pick<Value>(values: readonly (readonly [weight: number, value: Value])[]): Value;
  /** An index below `count`; the first ones much more often, as people have boards that they live in. */
  favourite(count: number): number;
  /** A pause around `medianMs`: mostly shorter than twice that, at times much longer (log-normal). */
  pauseMs(medianMs: number): number;
}

/** How far pauses spread: a sixth of them is longer than twice the median. */
const PAUSE_SIGMA = 0.7;

/** Creates a source (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick(values) {
      let left = next() * values.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of values) {
        left -= weight;
        if (left < 0) return value;
      }
      throw new Error('nothing to pick from');
    },
    favourite: (count) => Math.floor(count * next() ** 2),
    pauseMs(medianMs) {
      // Box and Muller; 1 − next, since the logarithm of 0 is endless.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return medianMs * Math.exp(PAUSE_SIGMA * normal);
    },
  };
}
