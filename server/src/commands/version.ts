import { version } from '../platform/version.ts';

/** Prints the version. */
export async function run(): Promise<number> {
  process.stdout.write(`${version}\n`);
  return 0;
}
