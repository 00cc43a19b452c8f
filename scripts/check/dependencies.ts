// Checks the dependency rule on a copy of the sources into which forbidden imports were injected:
// a run that does not refuse every one of them proves nothing about the rest, and fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import config from '../../.dependency-cruiser.mjs';
import { fromRoot, workspaces } from '../lib/paths.mjs';
import { injections, targets } from './injections.ts';
import { listSources } from './sources.ts';
import { copyTree } from './tree-copy.ts';

/** The check must never again see fewer modules than this; raise it as the tree grows. */
const MODULE_FLOOR = 500;

interface Cruise {
  readonly modules: readonly { source: string; followable?: boolean; dependencies: unknown[] }[];
  readonly summary: { violations: readonly Violation[] };
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { name: string };
}

function cruiseWithInjections(): Cruise {
  const copy = copyTree();
  try {
    for (const [file, text] of targets) copy.write(file, text);
    for (const { file, text } of injections) copy.write(file, text);
    copy.write('server/src/platform/injected.test.ts', 'export {};');
    return cruise(copy.dir);
  } finally {
    copy.remove();
  }
}

function cruise(dir: string): Cruise {
  const cli = fromRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = [...workspaces, 'scripts', 'test', 'bench'].filter((folder) =>
    existsSync(join(dir, folder)),
  );
  const args = [cli, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders];
  const result = spawnSync(process.execPath, args, {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  });
  if (!result.stdout.startsWith('{')) throw new Error(result.stderr || 'no output');
  return JSON.parse(result.stdout) as Cruise;
}

const isInjected = (file: string): boolean =>
  targets.has(file) || injections.some((injection) => injection.file === file);

/** Injections that were let through, and rules that no injection tries. */
function listBlindSpots(violations: readonly Violation[]): string[] {
  const isRefused = (rule: string, file: string) =>
    violations.some((violation) => violation.rule.name === rule && violation.from === file);
  const missed = injections.filter(({ rule, file }) => !isRefused(rule, file));
  const untried = config.forbidden.filter(
    ({ name }) => !injections.some((injection) => injection.rule === name),
  );
  return [
    ...missed.map(({ rule, file, text }) => `not refused by ${rule}: ${file}: ${text}`),
    ...untried.map(({ name }) => `no injection tries ${name}`),
  ];
}

function listUnseen(modules: ReadonlySet<string>, files: readonly string[]): string[] {
  const unseen = files.filter((file) => !modules.has(file)).map((file) => `not seen: ${file}`);
  const isBelowFloor = modules.size < MODULE_FLOOR;
  if (isBelowFloor) unseen.push(`${modules.size} modules are below the floor of ${MODULE_FLOOR}`);
  return unseen;
}

function describe(violation: Violation): string {
  return `${violation.rule.name}: ${violation.from} → ${violation.to}`;
}

const files = listSources().map(({ path }) => path);
const { modules, summary } = cruiseWithInjections();
const own = modules.filter(({ source }) => files.includes(source));
const problems = [
  ...listBlindSpots(summary.violations),
  ...listUnseen(new Set(own.map(({ source }) => source)), files),
  ...summary.violations.filter(({ from }) => !isInjected(from)).map(describe),
];
for (const problem of problems) console.error(problem);
const dependencies = own.reduce((sum, module) => sum + module.dependencies.length, 0);
console.log(
  `${own.length} modules, ${dependencies} dependencies; ${injections.length} injected, refused`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
