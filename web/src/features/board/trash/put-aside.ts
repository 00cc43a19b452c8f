import type { BoardState } from '@boardwire/contract/board-state';
import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import { TITLE } from '../column-facts.ts';
import { readText } from '../values.ts';

/** Why something is out of sight. */
export type AsideState = 'deleted' | 'archived' | 'hidden';

/** Something of a board that is out of sight, and the call that brings it back. */
export interface Aside {
  id: string;
  kind: 'item' | 'group' | 'column';
  name: string;
  /** The key of an item, as OPS-142. */
  key: string;
  /** ISO 8601; null for hidden columns, whose moment is not kept. */
  at: string | null;
  /** The person, where the row itself tells. */
  by: string | null;
  /** Items that come and go with it. */
  count: number;
  back: BoardCall;
}

/** What is out of sight for this reason, newest first. */
export function listAside(state: BoardState, why: AsideState): Aside[] {
  const found = [...listGroups(state, why), ...listColumns(state, why), ...listItems(state, why)];
  return found.toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
}

/** What of it has the text in its name or key. */
export function searchAside(all: readonly Aside[], search: string): readonly Aside[] {
  const text = search.trim().toLocaleLowerCase();
  if (text === '') return all;
  return all.filter(({ name, key }) => `${key} ${name}`.toLocaleLowerCase().includes(text));
}

function listItems({ board, items }: BoardState, why: AsideState): Aside[] {
  if (why === 'hidden') return [];
  const below = countBy(items.values(), ({ parentId }) => parentId);
  const found: Aside[] = [];
  for (const item of items.values()) {
    const at = momentOf(item, why);
    if (at === null) continue;
    found.push({
      id: item.id,
      kind: 'item',
      name: readText(item.values[TITLE]),
      key: `${board.prefix}-${item.number}`,
      at,
      // The moment is that of the row's last change: then its writer is who put it aside.
      by: item.updatedAt === at ? item.updatedBy : null,
      count: below.get(item.id) ?? 0,
      back: {
        op: why === 'deleted' ? 'items.restore' : 'items.unarchive',
        input: { itemId: item.id },
      },
    });
  }
  return found;
}

function listGroups({ groups, items }: BoardState, why: AsideState): Aside[] {
  if (why === 'hidden') return [];
  const held = countBy(items.values(), ({ groupId }) => groupId);
  return [...groups.values()].flatMap((group): Aside[] => {
    const at = momentOf(group, why);
    if (at === null) return [];
    const { id, name } = group;
    const op = why === 'deleted' ? 'groups.restore' : 'groups.unarchive';
    const count = held.get(id) ?? 0;
    return [
      {
        id,
        kind: 'group',
        name,
        key: '',
        at,
        by: null,
        count,
        back: { op, input: { groupId: id } },
      },
    ];
  });
}

function listColumns({ columns, items }: BoardState, why: AsideState): Aside[] {
  if (why === 'archived') return [];
  return [...columns.values()].flatMap((column): Aside[] => {
    const { id, name, isHidden, deletedAt } = column;
    const isWanted = why === 'deleted' ? deletedAt !== null : isHidden && deletedAt === null;
    if (!isWanted) return [];
    let count = 0;
    for (const { values } of items.values()) if (id in values) count += 1;
    const back: BoardCall =
      why === 'deleted'
        ? { op: 'columns.restore', input: { columnId: id } }
        : { op: 'columns.update', input: { columnId: id, isHidden: false } };
    return [{ id, kind: 'column', name, key: '', at: deletedAt, by: null, count, back }];
  });
}

function momentOf(
  { archivedAt, deletedAt }: { archivedAt: string | null; deletedAt: string | null },
  why: AsideState,
): string | null {
  if (why === 'deleted') return deletedAt;
  return deletedAt === null ? archivedAt : null;
}

function countBy<Row>(rows: Iterable<Row>, read: (row: Row) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const key = read(row);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
