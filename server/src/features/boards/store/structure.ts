import * as events from '@boardwire/contract/board-events';
import type { Board, Column, Group, View } from '@boardwire/contract/board-model';
import type { EventSpec } from '@boardwire/contract/define';
import { createId } from '../../../kernel/ids.ts';
import { createStatements, writeRows } from '../../../platform/board/row-table.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { boardTables } from './tables.ts';

const columns = createStatements(boardTables.columns);
const groups = createStatements(boardTables.groups);
const views = createStatements(boardTables.views);

/** What a new board got, as the events to announce it. */
export interface AddedEvent {
  spec: EventSpec;
  payload: unknown;
}

/** Adds the group that a new board begins with. */
export async function insertGroup(tx: Transaction, board: Board, group: Group): Promise<void> {
  await writeRows(tx, groups.insert, [group], placeOf(board));
}

/** Copies columns, groups and shared views of a board, with new ids; answers what to announce. */
export async function copyStructure(
  tx: Transaction,
  { from, to }: { from: string; to: Board },
): Promise<AddedEvent[]> {
  const [oldColumns, oldGroups, oldViews] = await Promise.all([
    tx.query<Column>(`${columns.selectAll} and t.deleted_at is null`, [from]),
    tx.query<Group>(`${groups.selectAll} and t.deleted_at is null and t.archived_at is null`, [
      from,
    ]),
    tx.query<View>(`${views.selectAll} and t.owner_id is null`, [from]),
  ]);
  const newIds = new Map([...oldColumns, ...oldGroups].map(({ id }) => [id, createId()]));
  const renew = <Row extends { id: string }>(row: Row): Row => ({
    ...row,
    id: newIds.get(row.id) ?? createId(),
    createdAt: to.createdAt,
  });
  const added = {
    columns: oldColumns.map(renew),
    groups: oldGroups.map(renew),
    views: oldViews.map(({ settings, ...view }) => ({
      ...view,
      id: createId(),
      settings: renameIds(settings, newIds),
    })),
  };
  return [
    ...added.columns.map((column) => ({ spec: events.columnCreated, payload: { column } })),
    ...added.groups.map((group) => ({ spec: events.groupCreated, payload: { group } })),
    ...added.views.map((view) => ({ spec: events.viewCreated, payload: { view } })),
  ];
}

/** Stores what a copy announced; its board is there already. */
export async function insertStructure(
  tx: Transaction,
  board: Board,
  added: readonly AddedEvent[],
): Promise<void> {
  const rowsOf = (key: string) =>
    added.flatMap(({ payload }) => (payload as Record<string, unknown>)[key] ?? []);
  const place = placeOf(board);
  await Promise.all([
    writeRows(tx, columns.insert, rowsOf('column'), place),
    writeRows(tx, groups.insert, rowsOf('group'), place),
    writeRows(tx, views.insert, rowsOf('view'), place),
  ]);
}

/** Views name columns and groups in their settings: the copy names the copies. */
function renameIds(settings: View['settings'], ids: ReadonlyMap<string, string>): View['settings'] {
  const text = JSON.stringify(settings).replaceAll(
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
    (id) => ids.get(id) ?? id,
  );
  return JSON.parse(text) as View['settings'];
}

function placeOf({ organizationId, id: boardId }: Board) {
  return { organizationId, boardId };
}
