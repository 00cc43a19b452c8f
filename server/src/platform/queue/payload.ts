import type { ZodType } from 'zod';

/**
 * Largest payload, bytes of its JSON. A doorbell names rows; whoever needs more has put the work itself into the queue.
 */
export const MAX_PAYLOAD_BYTES = 64_000;

interface PayloadOwner<Payload> {
  readonly name: string;
  readonly payload: ZodType<Payload>;
}

/** Checks a payload before it is stored; `problem` names the job and the field. */
export function encodePayload<Payload>(
  job: PayloadOwner<Payload>,
  payload: Payload,
): { ok: true; stored: unknown } | { ok: false; problem: string } {
  const parsed = job.payload.safeParse(payload);
  if (!parsed.success) return refuse(job.name, describeIssues(parsed.error.issues));
  const json = JSON.stringify(parsed.data);
  const sizeProblem = describeSize(json);
  if (sizeProblem) return refuse(job.name, sizeProblem);
  const stored: unknown = JSON.parse(json);
  const path = findUnstorableText(stored, '');
  if (path !== undefined)
    return refuse(job.name, `text at ${path} holds \\u0000 or half a surrogate pair`);
  return { ok: true, stored };
}

/** Reads a stored payload, possibly written by another version of the program. */
export function decodePayload<Payload>(
  job: PayloadOwner<Payload>,
  stored: unknown,
): { ok: true; payload: Payload } | { ok: false; problem: string } {
  const sizeProblem = describeSize(JSON.stringify(stored));
  if (sizeProblem) return refuse(job.name, sizeProblem);
  const parsed = job.payload.safeParse(stored);
  if (!parsed.success) return refuse(job.name, describeIssues(parsed.error.issues));
  return { ok: true, payload: parsed.data };
}

/**
 * Whether a stored payload is refused for nothing but what a newer version may have added: fields, and words where there
 * is a list of them. What is wrong in any other way, no version has written.
 */
export function isFromNewerVersion<Payload>(job: PayloadOwner<Payload>, stored: unknown): boolean {
  const { error } = job.payload.safeParse(stored);
  return (
    error?.issues.every(
      ({ code, path }) =>
        code === 'unrecognized_keys' ||
        (code === 'invalid_value' && typeof valueAt(stored, path) === 'string'),
    ) ?? false
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null)?.[key],
    value,
  );
}

/** What rows keep of a payload, as JSON text; null with the reason where it is too large or no database can hold it. */
export function keepPayload(data: unknown): { payload: string | null; note: string | null } {
  const json: string | undefined = JSON.stringify(data);
  const path = findUnstorableText(data, '');
  const problem =
    describeSize(json) ??
    (path === undefined ? undefined : `${path} holds text that no database can store`);
  return problem === undefined
    ? { payload: json ?? null, note: null }
    : { payload: null, note: problem };
}

/** Text without what Postgres cannot store, for messages that others wrote; at most `maxLength` characters. */
export function makeStorable(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replaceAll('\u0000', '\\0')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

/**
 * Where a text holds what Postgres cannot store: `\u0000`, or half of a surrogate pair. Drivers fail on these with an
 * error that names nothing, and one such job would fail a whole batch.
 */
function findUnstorableText(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path || 'its root';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, entry] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (!isStorable(key)) return `a key in ${path || 'its root'}`;
    const found = findUnstorableText(entry, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}

function describeSize(json: string | undefined): string | undefined {
  if (json === undefined) return 'it is not JSON';
  const bytes = Buffer.byteLength(json);
  return bytes > MAX_PAYLOAD_BYTES
    ? `${bytes} bytes exceed the limit of ${MAX_PAYLOAD_BYTES}`
    : undefined;
}

function describeIssues(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): string {
  const [first] = issues;
  return first ? `${first.path.map(String).join('.') || 'its root'}: ${first.message}` : 'invalid';
}

function refuse(job: string, problem: string): { ok: false; problem: string } {
  return { ok: false, problem: `payload of ${job} is refused: ${problem}` };
}
