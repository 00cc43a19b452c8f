import { useSyncExternalStore } from 'react';
import { useTable } from '../table-context.ts';
import type { Mark } from './hold-rules.ts';
import type { ShownBucket } from './row-engine.ts';
import type { TableRow } from './rows.ts';

/** The table from top to bottom. */
export function useShownRows(): readonly TableRow[] {
  const { shown } = useTable();
  return useSyncExternalStore(shown.subscribe, shown.rows);
}

/** Buckets with their items. */
export function useShownBuckets(): readonly ShownBucket[] {
  const { shown } = useTable();
  return useSyncExternalStore(shown.subscribe, shown.buckets);
}

/** How many items are shown, and whether a filter leaves any out. */
export function useShownCount(): { count: number; isFiltered: boolean } {
  const { shown } = useTable();
  const count = useSyncExternalStore(shown.subscribe, shown.count);
  const isFiltered = useSyncExternalStore(shown.subscribe, shown.isFiltered);
  return { count, isFiltered };
}

/** Why the row of an item stands where it does not belong any more (web W10). */
export function useRowMark(itemId: string): Mark | undefined {
  const { shown } = useTable();
  return useSyncExternalStore(shown.subscribe, () => shown.markOf(itemId));
}

/** How many rows wait for their place. */
export function useWaitingRows(): number {
  const { shown } = useTable();
  return useSyncExternalStore(shown.subscribe, shown.waiting);
}
