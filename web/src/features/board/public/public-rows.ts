import type { Group, Item } from '@boardwire/contract/board-model';
import type { BoardModel } from '../board-model.ts';

/** A line of the public table. */
export type PublicRow =
  | { kind: 'group'; key: string; group: Group; count: number }
  | { kind: 'item'; key: string; item: Item; level: 1 | 2 };

/** Groups, items and sub-items in their order, all unfolded, as of a version of the model. */
export function listPublicRows(model: BoardModel, _version: number): PublicRow[] {
  const { groups, children } = model.tree();
  const rows: PublicRow[] = [];
  const add = (id: string, level: 1 | 2) => {
    const item = model.item(id);
    if (!item) return;
    rows.push({ kind: 'item', key: id, item, level });
    if (level === 1) for (const child of children.get(id) ?? []) add(child, 2);
  };
  for (const group of groups) {
    const ids = children.get(group.id) ?? [];
    rows.push({ kind: 'group', key: group.id, group, count: ids.length });
    for (const id of ids) add(id, 1);
  }
  return rows;
}
