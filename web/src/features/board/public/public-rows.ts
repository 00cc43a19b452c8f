import type { Item } from '@boardwire/contract/board-model';
import type { BoardModel } from '../board-model.ts';
import type { ShownBucket } from '../views/row-engine.ts';
import type { ShownRows } from '../views/shown-rows.ts';

/** A line of the public table. */
export type PublicRow =
  | { kind: 'group'; key: string; bucket: ShownBucket; count: number }
  | { kind: 'item'; key: string; item: Item; level: 1 | 2 };

/** Groups, items and sub-items as the view has them, all unfolded, as of a version of what is shown. */
export function listPublicRows(
  model: BoardModel,
  shown: Pick<ShownRows, 'buckets' | 'childrenOf' | 'groupedBy' | 'isFiltered'>,
): PublicRow[] {
  const rows: PublicRow[] = [];
  const hasHeads = shown.groupedBy().kind !== 'none';
  const add = (id: string, level: 1 | 2) => {
    const item = model.item(id);
    if (!item) return;
    rows.push({ kind: 'item', key: id, item, level });
    if (level === 1) for (const child of shown.childrenOf(id)) add(child, 2);
  };
  for (const bucket of shown.buckets()) {
    const { key, itemIds } = bucket;
    if (shown.isFiltered() && itemIds.length === 0) continue;
    if (hasHeads) rows.push({ kind: 'group', key, bucket, count: itemIds.length });
    for (const id of itemIds) add(id, 1);
  }
  return rows;
}
