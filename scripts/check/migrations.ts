// Checks that no migration destroys data without saying why (reliability R20).
import { readdirSync, readFileSync } from 'node:fs';
import { fromRoot } from '../lib/paths.mjs';
import { listDestructions } from './migration-rules.ts';

const folder = 'server/migrations';

const names = readdirSync(fromRoot(folder)).filter((name) => name.endsWith('.sql'));
const problems = names.flatMap((name) =>
  listDestructions(readFileSync(fromRoot(folder, name), 'utf8')).map(
    ({ line, what }) =>
      `${folder}/${name}:${line}: ${what} loses data; if it must, say why on the line before: -- allow: <reason>`,
  ),
);
// A check that finds nothing to look at proves nothing.
if (names.length === 0) problems.push(`${folder}: no migrations`);
for (const problem of problems) console.error(problem);
console.log(`${names.length} migrations`);
process.exitCode = problems.length === 0 ? 0 : 1;
