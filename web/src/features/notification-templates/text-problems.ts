import type { Failure } from '../../lib/failure.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import type { TextDraft, TextProblem } from './template-types.ts';

const PLACE = /^Line (\d+), column (\d+): (.*)$/s;
const FIELDS: readonly (keyof TextDraft)[] = ['subject', 'source', 'sample'];

/** What the server refused, by field and place. */
export function listProblems(failure: Failure): TextProblem[] {
  const fields = failure.details?.fields ?? [];
  if (fields.length === 0) return [{ field: null, message: describeFailure(failure), at: null }];
  return fields.map(({ path, message }) => {
    const field = FIELDS.find((name) => path === name || path.startsWith(`${name}.`)) ?? null;
    const [, line, column, rest] = PLACE.exec(message) ?? [];
    const at = line && column ? { line: Number(line), column: Number(column) } : null;
    return { field, message: rest ?? message, at };
  });
}
