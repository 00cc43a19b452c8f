/** Median and tail of a sample, in the sample's unit. */
export interface Spread {
  median: number;
  p95: number;
  p99: number;
}

/** One line of a benchmark's result. */
export interface Figure {
  name: string;
  unit: string;
  /** Median over the runs. */
  ours: number;
  baseline: number | null;
  /** Median of the ratios pair by pair, ours to baseline. */
  ratio: number | null;
  target: string;
  isReached: boolean;
  details?: Record<string, number | string>;
}

/** What a benchmark answers. */
export interface BenchResult {
  id: string;
  title: string;
  figures: Figure[];
}

/** The value below which `share` of the sorted sample lies (nearest rank). */
function percentile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(sample: readonly number[]): number {
  return percentile(sample, 0.5);
}

export function spreadOf(sample: readonly number[]): Spread {
  return { median: median(sample), p95: percentile(sample, 0.95), p99: percentile(sample, 0.99) };
}

/** Three significant digits, so that columns stay readable. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
