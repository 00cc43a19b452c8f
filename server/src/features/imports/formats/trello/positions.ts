import { asNumber } from './raw.ts';
import type { Raw } from './raw.ts';

/** The objects by the order their positions give; equal or missing positions keep the file's order. */
export function sortByPosition<T extends Raw>(objects: readonly T[]): T[] {
  return objects.toSorted((a, b) => (asNumber(a['pos']) ?? 0) - (asNumber(b['pos']) ?? 0));
}
