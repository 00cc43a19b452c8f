import { hash } from 'node:crypto';

/** Of a tag: 132 bits, which nothing meets by chance. */
const TAG_LENGTH = 22;

/**
 * Names what an answer says, weakly: the same in any encoding of its bytes (RFC 9110 section 8.8.1). It is made of all that
 * the caller would read, so one that another caller got means the very same answer.
 */
export function tagOf(text: string): string {
  return `W/"${hash('sha256', text, 'base64url').slice(0, TAG_LENGTH)}"`;
}

const ENTITY_TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/**
 * Whether a caller that sent `If-None-Match` has the state that `tag` names (RFC 9110 section 13.1.2): any state for `*`,
 * else one of the tags, compared weakly. What is not a list of tags names nothing.
 */
export function matchesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const given = ifNoneMatch.trim();
  if (given === '*') return true;
  // Between the tags there are commas and space alone; a comma within a tag parts nothing.
  if (given.replaceAll(ENTITY_TAG, '').replaceAll(/[,\s]/g, '') !== '') return false;
  const opaque = tag.replace(/^W\//, '');
  return [...given.matchAll(ENTITY_TAG)].some(([, named]) => named === opaque);
}
