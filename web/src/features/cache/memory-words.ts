import { findText } from '../../i18n/find-text.ts';
import type { CacheMemory } from './cache-figures.ts';

/** What a memory of a part is called; one that this page does not know yet goes by its own name. */
export function memoryNameOf({ name }: CacheMemory): string {
  return findText('cacheMemory', name) ?? name;
}

/** What lies in it. */
export function memoryTextOf({ name, summary }: CacheMemory): string {
  return findText('cacheMemoryText', name) ?? summary;
}

/** What ends its values. */
export function memoryEndOf({ name, endedBy }: CacheMemory): string {
  return findText('cacheMemoryEnd', name) ?? endedBy;
}
