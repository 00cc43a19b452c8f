// Reports lines and function lengths by workspace; fails on a file that breaks a house rule which
// the linter cannot see: its length, its number of exports, a barrel.
import type { FileFigures } from './measure.ts';
import { measureFile, percentile95 } from './measure.ts';
import { listSources } from './sources.ts';

const MAX_FILE_LINES = 300;
const MAX_EXPORTS = 8;
/** Declarations of a noun, statements of a store and rules of a domain are lists: each line is an entry. */
const MAX_LIST_EXPORTS = 16;

const isTest = (path: string): boolean => /\.(test|contract|fixture|harness)\.tsx?$/.test(path);
const isDoor = (path: string): boolean =>
  /^(server|web)\/src\/features\/[^/]+\/index\.tsx?$/.test(path);
const isList = (path: string): boolean =>
  /^contract\/src\/|\/features\/[^/]+\/(store|domain)(\.ts|\/)|\.fixture\.ts$/.test(path);
const isIndex = (path: string): boolean => /\/index\.(tsx?|mjs)$/.test(path);

function listProblems({ path, lines, exports }: FileFigures): string[] {
  const problems: string[] = [];
  if (lines > MAX_FILE_LINES) problems.push(`${path}: ${lines} lines, over ${MAX_FILE_LINES}`);
  const maxExports = isList(path) ? MAX_LIST_EXPORTS : MAX_EXPORTS;
  if (exports > maxExports) problems.push(`${path}: ${exports} exports, over ${maxExports}`);
  if (isIndex(path) && !isDoor(path)) problems.push(`${path}: a barrel; import the files`);
  return problems;
}

function formatRow(cells: readonly (string | number)[]): string {
  const [first, ...rest] = cells.map(String);
  return `${first?.padEnd(10)}${rest.map((cell) => cell.padStart(9)).join('')}`;
}

function reportWorkspace(name: string, figures: readonly FileFigures[]): string {
  const product = figures.filter(({ path }) => !isTest(path));
  const tests = figures.filter(({ path }) => isTest(path));
  const functions = product.flatMap(({ functionLines }) => functionLines);
  return formatRow([
    name,
    product.length,
    sumLines(product),
    sumLines(tests),
    percentile95(functions),
    Math.max(0, ...functions),
    Math.max(0, ...figures.map(({ lines }) => lines)),
  ]);
}

function sumLines(figures: readonly FileFigures[]): number {
  return figures.reduce((sum, { lines }) => sum + lines, 0);
}

function groupByWorkspace(all: readonly FileFigures[]): Map<string, FileFigures[]> {
  const groups = new Map<string, FileFigures[]>();
  for (const one of all) {
    const name = one.path.split('/')[0] ?? '';
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return groups;
}

const figures = listSources()
  .filter(({ path }) => !path.includes('/generated/'))
  .map(measureFile);
console.log(formatRow(['workspace', 'files', 'lines', 'tests', 'fn p95', 'fn max', 'file max']));
for (const [name, group] of groupByWorkspace(figures)) console.log(reportWorkspace(name, group));
console.log(reportWorkspace('all', figures));

const problems = figures.flatMap(listProblems);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
