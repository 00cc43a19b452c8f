import type { core } from 'zod';

type RawIssue = core.$ZodRawIssue;

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'A web address such as https://example.com/page',
  email: 'An e-mail address such as ada@example.com',
  datetime: 'A time such as 2026-11-21T14:00:00Z',
  date: 'A day such as 2026-11-21',
  uuid: 'Not an identifier (UUID)',
};

/** What is wrong with a value, where its declaration has no words of its own for that; undefined where we have none either. */
export function describeIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return describeKind(issue.input, issue.expected);
    case 'too_big':
      return describeLimit('At most', issue.maximum, issue.origin);
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'This may not be empty';
      return describeLimit('At least', issue.minimum, issue.origin);
    case 'invalid_value':
      return `This has to be ${listOf(issue.values.map((value) => JSON.stringify(value)))}`;
    case 'invalid_format':
      return FORMATS[issue.format];
    case 'invalid_union':
      return describeForms(issue.input, issue.errors);
    default:
      return undefined;
  }
}

function describeKind(input: unknown, expected: string): string | undefined {
  if (input === undefined) return 'This field is needed';
  const kind = KINDS[expected];
  return kind && `This has to be ${kind}`;
}

function describeLimit(
  limit: 'At most' | 'At least',
  value: number | bigint,
  origin: string,
): string | undefined {
  const count = value.toLocaleString('en');
  if (origin === 'array') return `${limit} ${count} ${value === 1 ? 'entry' : 'entries'}`;
  if (origin === 'string') return `${limit} ${count} characters`;
  return origin === 'number' || origin === 'int' ? `${limit} ${count}` : undefined;
}

/** Of several forms of an object: what is wrong with the one that was meant, else what each of them cannot be without. */
function describeForms(
  input: unknown,
  errors: readonly (readonly core.$ZodIssue[])[] = [],
): string | undefined {
  if (input === undefined) return 'This field is needed';
  const meant = errors.find((problems) => problems.every(({ code, path }) => isWithin(code, path)));
  const [problem] = meant ?? [];
  if (problem !== undefined) return `${problem.path.join('.')}: ${problem.message}`;
  const needed = errors.flatMap((problems) =>
    problems.filter(({ code, path }) => code !== 'unrecognized_keys' && path.length === 1),
  );
  const names = [...new Set(needed.map(({ path: [name] }) => String(name)))];
  return names.length === 0 ? undefined : `This needs ${listOf(names)}`;
}

/** A problem of a value, and not of which fields there are. */
function isWithin(code: string, path: readonly PropertyKey[]): boolean {
  return path.length > 0 && code !== 'unrecognized_keys' && code !== 'invalid_type';
}

function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
