import type { BoardState } from '@boardwire/contract/board-state';
import type { BoardCall } from './board-operations.ts';
import type { FieldInput } from './live-board-types.ts';

/** A call that sets fields of an item, with the versions that the view shows and, where they merge, the old values. */
export function writeValues(
  { items }: BoardState,
  itemId: string,
  values: Readonly<Record<string, FieldInput>>,
): BoardCall {
  const item = items.get(itemId);
  const seen: Record<string, number> = {};
  const changes: Record<string, { set: FieldInput; base?: FieldInput }> = {};
  for (const [field, set] of Object.entries(values)) {
    // A set that is empty so far is a base, too: without one, what another writer adds meanwhile would be replaced.
    const base = item?.values[field] ?? (Array.isArray(set) ? [] : null);
    seen[field] = item?.versions[field] ?? 0;
    // Texts merge by words and sets by elements, both from what the writer started with (live L21).
    const merges = (typeof base === 'string' && typeof set === 'string') || Array.isArray(base);
    changes[field] = merges ? { set, base } : { set };
  }
  return { op: 'items.update', input: { itemId, changes, seen } };
}
