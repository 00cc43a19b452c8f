import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './lib/figures.ts';
import { readOptions, USAGE, type BenchOptions } from './lib/options.ts';

/** Every benchmark by the name to call it with. */
const benches: Record<string, () => Promise<{ run(options: BenchOptions): Promise<BenchResult> }>> =
  {
    api: () => import('./api.ts'),
    start: () => import('./start.ts'),
    rls: () => import('./rls.ts'),
    'log-in': () => import('./log-in.ts'),
    revocation: () => import('./revocation.ts'),
    import: () => import('./import.ts'),
    board: () => import('./board.ts'),
    cache: () => import('./cache.ts'),
    hot: () => import('./hot.ts'),
    live: () => import('./live.ts'),
    'live-kill': () => import('./live-kill.ts'),
    notify: () => import('./notify.ts'),
    webhooks: () => import('./webhooks.ts'),
    web: () => import('./web.ts'),
    views: () => import('./views.ts'),
    load: () => import('./load.ts'),
    growth: () => import('./growth.ts'),
    nodes: () => import('./nodes.ts'),
    sockets: () => import('./sockets.ts'),
  };

const options = readOrExplain();
const unknown = options.names.filter((name) => !(name in benches));
if (unknown.length > 0) explain(`No benchmark is called ${unknown.join(', ')}.`);

let missed = 0;
for (const name of options.names.length > 0 ? options.names : Object.keys(benches)) {
  const bench = await benches[name]?.();
  if (bench === undefined) continue;
  const result = await bench.run(options);
  print(result);
  save(name, result);
  missed += result.figures.filter(({ isReached }) => !isReached).length;
}
if (options.isCheck) process.exitCode = missed > 0 ? 1 : 0;

function readOrExplain(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    return explain(error instanceof Error ? error.message : String(error));
  }
}

function explain(problem: string): never {
  process.stderr.write(`${problem}\n\n${USAGE}\nThere are: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}

function print({ id, title, figures }: BenchResult): void {
  process.stdout.write(`\n${id}  ${title}\n`);
  for (const { name, unit, ours, baseline, ratio, target, isReached, details } of figures) {
    const compared = baseline === null ? '' : `  baseline ${baseline}  ratio ${ratio}`;
    const more = Object.entries(details ?? {}).map(([key, value]) => `${key} ${value}`);
    process.stdout.write(
      `  ${isReached ? 'reached' : 'MISSED '}  ${name}: ${ours} ${unit}${compared}  (${[target, ...more].join(', ')})\n`,
    );
  }
}

function save(name: string, result: BenchResult): void {
  const folder = fileURLToPath(new URL('./results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  const date = new Date().toISOString();
  writeFileSync(
    `${folder}${date.replaceAll(':', '-')}-${name}.json`,
    JSON.stringify({ date, machine, ...result }, null, 2),
  );
}
