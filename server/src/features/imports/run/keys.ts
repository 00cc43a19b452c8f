import { createHash } from 'node:crypto';

/** A key is part of an index; cells of a file can be of any length. */
const MAX_KEY_LENGTH = 200;

/** A foreign key as it is stored: as it is, or what stands for it when it is long. */
export function toStoredKey(key: string): string {
  if (key.length <= MAX_KEY_LENGTH) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

/** The stored key of an option; two columns may have options of one name. */
export function toOptionKey(columnKey: string, optionKey: string): string {
  return toStoredKey(JSON.stringify([columnKey, optionKey]));
}

/** The key, with a number when it is taken. */
export function uniqueKey(key: string, taken: { has(key: string): boolean }): string {
  if (!taken.has(key)) return key;
  for (let number = 2; ; number += 1) if (!taken.has(`${key}~${number}`)) return `${key}~${number}`;
}
