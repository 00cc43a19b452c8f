import type { Column, Group, Item } from '@boardwire/contract/board-model';
import type { BoardState } from '@boardwire/contract/board-state';

/** What a table shows, in order: only what is neither archived nor deleted. */
export interface BoardTree {
  columns: readonly Column[];
  groups: readonly Group[];
  /** Ids of items by group, and of sub-items by item. */
  children: ReadonlyMap<string, readonly string[]>;
}

interface Placed {
  id: string;
  pos: string;
}

/** Positions are compared as they are, by code unit (live L24); equal ones by id, so that every screen agrees. */
function byPosition(left: Placed, right: Placed): number {
  if (left.pos !== right.pos) return left.pos < right.pos ? -1 : 1;
  return left.id < right.id ? -1 : 1;
}

function isInUse(row: { archivedAt?: string | null; deletedAt: string | null }): boolean {
  return row.deletedAt === null && (row.archivedAt ?? null) === null;
}

function readChildren(items: Iterable<Item>): Map<string, readonly string[]> {
  const lists = new Map<string, Item[]>();
  for (const item of items) {
    const parent = item.parentId ?? item.groupId;
    if (parent === null || !isInUse(item)) continue;
    const list = lists.get(parent);
    if (list) list.push(item);
    else lists.set(parent, [item]);
  }
  const children = new Map<string, readonly string[]>();
  for (const [parent, list] of lists)
    children.set(
      parent,
      list.toSorted(byPosition).map(({ id }) => id),
    );
  return children;
}

/** Puts the rows of a board into their order; that of thousands of items is worked out when it is asked for. */
export function readTree({ columns, groups, items }: BoardState): BoardTree {
  let children: BoardTree['children'] | undefined;
  return {
    columns: [...columns.values()]
      .filter((column) => isInUse(column) && !column.isHidden)
      .toSorted(byPosition),
    groups: [...groups.values()].filter(isInUse).toSorted(byPosition),
    get children() {
      return (children ??= readChildren(items.values()));
    },
  };
}
