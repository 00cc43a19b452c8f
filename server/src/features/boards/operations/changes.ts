import { isDeepStrictEqual } from 'node:util';

/** From what to what each wanted property changes; those that stay as they are, or are not wanted, are left out. */
export function changesBetween<Row extends object>(
  before: Row,
  wanted: { [Name in keyof Row]?: Row[Name] | undefined },
): { [Name in keyof Row]?: { from: Row[Name]; to: Row[Name] } } {
  const changes: { [Name in keyof Row]?: { from: Row[Name]; to: Row[Name] } } = {};
  for (const name of Object.keys(wanted) as (keyof Row)[]) {
    const to = wanted[name];
    const from = before[name];
    if (to !== undefined && !isDeepStrictEqual(from, to)) changes[name] = { from, to };
  }
  return changes;
}
