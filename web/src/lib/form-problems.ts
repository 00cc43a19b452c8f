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

/** The field that a reason speaks of, where the server names none. */
const FIELD_OF_REASON: Readonly<Record<string, string>> = {
  name_taken: 'name',
  email_taken: 'email',
  already_invited: 'email',
  already_member: 'email',
  member_suspended: 'email',
};

/** The field that the failure as a whole belongs to, if the form has it. */
export function findReasonField(
  { details }: Failure,
  names: readonly string[],
): string | undefined {
  const name = FIELD_OF_REASON[details?.reason ?? ''];
  return name !== undefined && names.includes(name) ? name : undefined;
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
