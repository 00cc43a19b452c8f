import type { Failure } from './failure.ts';

/** A failure split by where it belongs on a form. */
export interface FormProblems {
  /** Message by field name. */
  fields: Record<string, string>;
  /** Messages of fields that this form does not show. */
  others: string[];
}

/** The field a problem belongs to: the longest known name that its path begins with. */
function findField(path: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => path === name || path.startsWith(`${name}.`))
    .toSorted((left, right) => right.length - left.length)[0];
}

/** Maps `details.fields` to the form's own fields; the first problem of a field is shown. */
export function sortProblems(failure: Failure, names: readonly string[]): FormProblems {
  const problems: FormProblems = { fields: {}, others: [] };
  for (const { path, message } of failure.details?.fields ?? []) {
    const name = findField(path, names);
    if (name === undefined) problems.others.push(message);
    else problems.fields[name] ??= message;
  }
  return problems;
}
