import { invalid, type Refusal } from '../platform/refusal.ts';

/** Deepest nesting of a request body (security S13). */
const MAX_DEPTH = 64;

/**
 * The refusal of an input that nests too deep or holds text that a database or a client cannot carry: U+0000 and lone
 * surrogates. Null when the input is fine.
 */
export function inspectInput(value: unknown, path = '', depth = 0): Refusal | null {
  if (typeof value === 'string') return inspectText(value, path);
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH)
    return invalid({ path: firstOf(path), message: `Nested deeper than ${MAX_DEPTH} levels` });
  for (const [key, entry] of Object.entries(value)) {
    const entryPath = path === '' ? key : `${path}.${key}`;
    const refusal = inspectText(key, path) ?? inspectInput(entry, entryPath, depth + 1);
    if (refusal !== null) return refusal;
  }
  return null;
}

function inspectText(text: string, path: string): Refusal | null {
  if (text.includes('\u0000'))
    return invalid({ path, message: 'Text cannot hold the character U+0000' });
  if (!text.isWellFormed())
    return invalid({ path, message: 'Text holds half of a surrogate pair' });
  return null;
}

/** A path of 64 names would only repeat the nesting. */
function firstOf(path: string): string {
  return path.split('.')[0] ?? '';
}
