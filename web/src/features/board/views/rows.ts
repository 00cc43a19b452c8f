import type { Group } from '@boardwire/contract/board-model';
import type { RowEngine, ShownBucket } from './row-engine.ts';

/** One line of the table. */
export type TableRow = { key: string } & (
  | {
      kind: 'group';
      bucket: ShownBucket;
      /** The board's group; null when rows are grouped by a field. */
      group: Group | null;
      count: number;
    }
  | { kind: 'item'; itemId: string; level: 1 | 2; childCount: number }
  | { kind: 'add'; bucket: ShownBucket }
);

interface Folds {
  /** Keys of buckets whose items are hidden. */
  collapsed: ReadonlySet<string>;
  /** Items whose sub-items are shown. */
  expanded: ReadonlySet<string>;
}

interface ListOptions {
  mayWrite: boolean;
  /** Without groups there are no heads. */
  hasHeads: boolean;
  /** Buckets without items are left out: a filter emptied them. */
  isFiltered: boolean;
}

/** The lines of the table from top to bottom. */
export function listLines(
  engine: Pick<RowEngine, 'buckets' | 'childrenOf'>,
  { collapsed, expanded }: Folds,
  { mayWrite, hasHeads, isFiltered }: ListOptions,
): TableRow[] {
  const rows: TableRow[] = [];
  for (const bucket of engine.buckets()) {
    const { key, group, itemIds } = bucket;
    if (isFiltered && itemIds.length === 0) continue;
    if (hasHeads) rows.push({ kind: 'group', key, bucket, group, count: itemIds.length });
    if (hasHeads && collapsed.has(key)) continue;
    for (const itemId of itemIds) {
      const subItemIds = engine.childrenOf(itemId);
      rows.push({ kind: 'item', key: itemId, itemId, level: 1, childCount: subItemIds.length });
      if (!expanded.has(itemId)) continue;
      for (const id of subItemIds)
        rows.push({ kind: 'item', key: id, itemId: id, level: 2, childCount: 0 });
    }
    if (mayWrite) rows.push({ kind: 'add', key: `add ${key}`, bucket });
  }
  return rows;
}
