import { hasText, t } from './t.tsx';
import type { PlainMessageKey } from './message-types.ts';

/** Families of texts whose names come from the server. */
type Family =
  | 'act'
  | 'cacheClass'
  | 'cacheClassText'
  | 'cacheMemory'
  | 'cacheMemoryText'
  | 'cacheMemoryEnd'
  | 'edit'
  | 'imports.kind'
  | 'imports.says'
  | 'part'
  | 'partDetail'
  | 'reason'
  | 'roleName';
type FamilyKey = Extract<PlainMessageKey, `${Family}.${string}`>;

function isKey(key: string): key is FamilyKey {
  return hasText(key);
}

/** The text for a name that the server sent; undefined for one that has none yet. */
export function findText(family: Family, name: string): string | undefined {
  const key = `${family}.${name}`;
  return isKey(key) ? t(key) : undefined;
}
