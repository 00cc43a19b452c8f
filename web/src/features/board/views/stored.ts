import type { FieldValue } from '@boardwire/contract/column-types';

/** Something stored under names. */
export type Stored = Readonly<Record<string, FieldValue>>;

export function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
