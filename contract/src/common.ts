import { z } from 'zod';

/** Longest name of a person, organization or role, in characters. */
const NAME_MAX_LENGTH = 120;
/** RFC 5321 section 4.5.3.1: a path holds 256 octets with its brackets. */
const EMAIL_MAX_LENGTH = 254;
/** Secrets in links are 32 bytes as base64url, 43 characters; room for a prefix. */
const TOKEN_MAX_LENGTH = 200;
/** A cursor carries a name of the row it stands on: 120 characters of up to 4 bytes, as JSON in base64url. */
const CURSOR_MAX_LENGTH = 1_000;

/** An identifier: UUID (RFC 9562). */
export const id = z.uuid();

/** A moment: ISO 8601 in UTC with milliseconds. */
export const timestamp = z.iso.datetime();

/** A one-line name: trimmed, 1 to 120 characters, no control characters. */
export const name = z
  .string()
  .trim()
  .min(1, 'Enter a name')
  .max(NAME_MAX_LENGTH, `At most ${NAME_MAX_LENGTH} characters`)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'A name has no line breaks or control characters');

/** A mail address, trimmed and in lower case. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(EMAIL_MAX_LENGTH)
  .pipe(z.email('Enter an e-mail address such as ada@example.com'));

/** A password as typed; its strength is judged by the server (security S4). At most 256 characters. */
export const password = z.string().min(1, 'Enter a password').max(256, 'At most 256 characters');

/** The secret of a link in a mail. */
export const linkToken = z.string().min(1).max(TOKEN_MAX_LENGTH);

/** Part of a name that people are looked for by. */
export const searchText = z
  .string()
  .trim()
  .max(NAME_MAX_LENGTH)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'No control characters');

/** Where to continue a list, how many rows to answer with. */
export const pageInput = {
  cursor: z
    .string()
    .max(CURSOR_MAX_LENGTH)
    .optional()
    .meta({ description: 'nextCursor of the page before' }),
  limit: z.coerce.number<number>().int().min(1).max(100).default(50),
};

/** One page of a list; `nextCursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** The answer of an operation that has nothing to say but yes. */
export const done = z.object({ done: z.literal(true) });
