import { parseArgs } from 'node:util';

/** What `npm run bench` was told; each benchmark takes what concerns it. */
export interface BenchOptions {
  names: string[];
  /** Ends with 1 when a target is missed. */
  isCheck: boolean;
  /** Tiny sizes: shows that a benchmark runs, and measures nothing worth keeping. */
  isQuick: boolean;
  engine: 'postgres' | 'redis';
  seed: number;
  /** Of `load` alone. */
  people: number;
  seconds: number;
  /** Pairs of an api and a worker process. */
  nodes: number;
  items: number;
  /** Of `growth` alone. */
  sizes: number[];
}

/** Whether this run is to show that it runs: benchmarks shorten their constants by it. */
export const isQuickRun = process.argv.includes('--quick');

/** What the command takes, for whoever asks or mistypes. */
export const USAGE = `npm run bench [-- names and options]

  --check                   ends with 1 when a target is missed
  --quick                   tiny sizes, to see that it runs
  --engine postgres|redis   what jobs, live edits and limits go through (api, board, hot, live, notify, load, growth)
  --seed 1                  of load, growth and nodes: the same people do the same in the same order
  --nodes 1                 of load; of live 2: writers on one, screens on the other
  --people 60 --seconds 20 --items 10000                of load
  --sizes 10000,100000,1000000                          of growth
`;

const QUICK = { people: 12, seconds: 4, items: 300, sizes: '300,3000' };
const FULL = { people: 60, seconds: 20, items: 10_000, sizes: '10000,100000,1000000' };

/** Reads the command line. Throws with a word on what is wrong. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      engine: { type: 'string', default: 'postgres' },
      seed: { type: 'string', default: '1' },
      people: { type: 'string' },
      seconds: { type: 'string' },
      nodes: { type: 'string', default: '1' },
      items: { type: 'string' },
      sizes: { type: 'string' },
    },
  });
  const usual = values.quick ? QUICK : FULL;
  const { engine } = values;
  if (engine !== 'postgres' && engine !== 'redis')
    throw new Error(`--engine is postgres or redis, not ${engine}`);
  const sizes = (values.sizes ?? usual.sizes).split(',').map((size) => toCount('sizes', size));
  if (sizes.some((size, index) => size <= (sizes[index - 1] ?? 0)))
    throw new Error('--sizes grow from one to the next');
  return {
    names: positionals,
    isCheck: values.check,
    isQuick: values.quick,
    engine,
    seed: toCount('seed', values.seed),
    people: toCount('people', values.people ?? usual.people),
    seconds: toCount('seconds', values.seconds ?? usual.seconds),
    nodes: toCount('nodes', values.nodes),
    items: toCount('items', values.items ?? usual.items),
    sizes,
  };
}

function toCount(name: string, value: string | number): number {
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new Error(`--${name} takes whole numbers from 1, not ${value}`);
  return count;
}
