/** Longest prefix of item keys. */
const PREFIX_LENGTH = 4;
const MIN_PREFIX_LENGTH = 2;
const FALLBACK_PREFIX = 'BD';

/** A prefix for item keys out of a board's name: initials of several words, else the first letters; `BD` when it has none. */
export function suggestPrefix(name: string): string {
  const words = name
    .normalize('NFKD')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
  const letters = words.length > 1 ? words.map((word) => word[0]).join('') : (words[0] ?? '');
  const prefix = letters.replace(/^[0-9]+/, '').slice(0, PREFIX_LENGTH);
  return prefix.length < MIN_PREFIX_LENGTH ? FALLBACK_PREFIX : prefix;
}

/** The first of `OPS`, `OPS2`, `OPS3` … that is free. */
export function freePrefix(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const candidate = `${wanted}${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
