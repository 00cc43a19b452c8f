import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests of processes that die, of leases and time-outs: long, and mostly waiting. */
const WAITING =
  /^(test\/chaos|server\/src\/platform\/(queue|database)|server\/src\/features\/jobs)\//;
/** Tests in browsers: long, and mostly computing. */
const COMPUTING = /^test\/flows\//;

/** Those that take longer than their size tells, the longest first. */
const LONGEST = [
  'test/chaos/delivery.test.ts',
  'test/flows/accessibility.test.ts',
  'test/chaos/live.test.ts',
  'test/flows/xss.test.ts',
  'test/chaos/faults.test.ts',
  'test/flows/pseudo-locale.test.ts',
  'test/chaos/live-storm.test.ts',
  'test/flows/board-lines.test.ts',
];

/** The order of test files; vitest asks for a class. */
export class LongFirstSequencer extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const known = files.map((file) => ({
      file,
      path: relative(root, file.moduleId),
      size: statSync(file.moduleId).size,
    }));
    return Promise.resolve(orderFiles(known).map(({ file }) => file));
  }
}

/**
 * Puts the long files first, so that no worker is alone with one at the end, and those that wait by turns with those that
 * compute, so that workers beside each other seldom want the same; each kind by what is known of its time, else by size.
 */
export function orderFiles<File extends { path: string; size: number }>(
  files: readonly File[],
): File[] {
  const rankOf = ({ path }: File) => LONGEST.toReversed().indexOf(path);
  const sorted = files.toSorted((a, b) => rankOf(b) - rankOf(a) || b.size - a.size);
  const waiting = sorted.filter(({ path }) => WAITING.test(path));
  const computing = sorted.filter(({ path }) => COMPUTING.test(path));
  const turns = Math.max(waiting.length, computing.length);
  const long = Array.from({ length: turns }, (_, turn) => [waiting[turn], computing[turn]]).flat();
  const others = sorted.filter(({ path }) => !WAITING.test(path) && !COMPUTING.test(path));
  return [...long.filter((file) => file !== undefined), ...others];
}
