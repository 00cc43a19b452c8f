// Checks that no migration destroys data without saying why (reliability R20).
import { readdirSync, readFileSync } from 'node:fs';
import { fromRoot } from '../lib/paths.mjs';
import { listContractions, listDestructions } from './migration-rules.ts';

const folder = 'server/migrations';

const names = readdirSync(fromRoot(folder)).filter((name) => name.endsWith('.sql'));
const problems = names.flatMap((name) => {
  const sql = readFileSync(fromRoot(folder, name), 'utf8');
  const at = (line: number) => `${folder}/${name}:${line}`;
  return [
    ...listDestructions(sql).map(
      ({ line, what }) =>
        `${at(line)}: ${what} loses data; if it must, say why on the line before: -- allow: <reason>`,
    ),
    ...listContractions(sql).map(
      ({ line, what }) =>
        `${at(line)}: ${what} is more than adding: older versions beside it would notice; leave out "-- expand:"`,
    ),
  ];
});
// A check that finds nothing to look at proves nothing.
if (names.length === 0) problems.push(`${folder}: no migrations`);
for (const problem of problems) console.error(problem);
console.log(`${names.length} migrations`);
process.exitCode = problems.length === 0 ? 0 : 1;
