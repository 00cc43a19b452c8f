import { draftLimits } from '../draft-limits.ts';
import type { Problem, ProblemLog } from '../problem-log.ts';
import { cleanName, cut, quote } from '../text.ts';

interface NameOf {
  objectKey: string;
  /** What bears the name: `list`, `label`. */
  field: string;
  /** For one that has no name. */
  fallback: string;
}

/** A name as a board takes it, on one line; what was lost by that is in the report, in full. */
export function toName(raw: string, of: NameOf, problems: ProblemLog): string {
  const { objectKey, field, fallback } = of;
  const oneLine = cleanName(raw);
  if (oneLine === '') return fallback;
  const name = cut(oneLine, draftLimits.name);
  if (name === raw.trim()) return name;
  const why: Problem =
    name === oneLine
      ? {
          kind: 'changed',
          code: `${field}.nameOnOneLine`,
          message: `The ${field} ${quote(name)} had line breaks or repeated spaces in its name.`,
        }
      : {
          kind: 'changed',
          code: `${field}.nameCut`,
          message: `The name of the ${field} ${quote(name)} was cut at ${draftLimits.name} characters.`,
        };
  problems.add({ ...why, objectKey, field, original: raw });
  return name;
}
