import { applyBoardEvent, type BoardEvent, type BoardState } from '@boardwire/contract/board-state';
import * as events from '@boardwire/contract/board-events';
import type { Board } from '@boardwire/contract/board-model';
import type { EventSpec } from '@boardwire/contract/define';
import * as itemEvents from '@boardwire/contract/item-events';
import type { BoardContent } from '../../../platform/board/board-content.ts';
import type { BoardTables } from '../../../platform/board/board-unit.ts';
import { createStatements, writeRows } from '../../../platform/board/row-table.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { requireUserId, type OperationContext } from '../../../platform/operation.ts';
import { insertBoard } from '../store/boards.ts';
import { inLog, makeBoard, nameOwner } from './boards.ts';
import type { ListedBoard } from './readable.ts';
import { requireWorkspace } from './workspaces.ts';

/** Adds a board with its content in this one transaction; the caller becomes its owner. Throws NOT_FOUND without the workspace. */
export async function addFilledBoard(
  context: OperationContext,
  tables: BoardTables,
  input: Omit<Parameters<typeof makeBoard>[1], 'organizationId'>,
  makeContent: (board: Board) => BoardContent,
): Promise<ListedBoard> {
  const { organizationId } = await requireWorkspace(context, input.workspaceId);
  const board = await makeBoard(context, { ...input, organizationId });
  const content = makeContent(board);
  const added = listEvents(content);
  const state = emptyState(board);
  const info = { at: board.createdAt, userId: requireUserId(context.actor) };
  for (const [index, { spec, data }] of added.entries()) {
    const seq = 2 + index;
    context.emit(spec, board.id, data, inLog(board, seq));
    applyBoardEvent(state, { type: spec.type, data } as BoardEvent, { ...info, seq });
  }
  await insertBoard(context.tx, board, 1 + added.length, content.items.length);
  await insertState(context.tx, tables, state);
  return nameOwner(context, board);
}

function listEvents({ columns, groups, views, items }: BoardContent) {
  const of = <Row>(spec: EventSpec, name: string, rows: readonly Row[]) =>
    rows.map((row) => ({ spec, data: { [name]: row } }));
  return [
    ...of(events.columnCreated, 'column', columns),
    ...of(events.groupCreated, 'group', groups),
    ...of(events.viewCreated, 'view', views),
    ...of(itemEvents.itemCreated, 'item', items),
  ];
}

function emptyState(board: Board): BoardState {
  return {
    board,
    columns: new Map(),
    groups: new Map(),
    items: new Map(),
    views: new Map(),
    conflicts: new Map(),
    comments: new Map(),
  };
}

/** Rows follow from the events, as those of every later change do. */
async function insertState(tx: Transaction, tables: BoardTables, state: BoardState): Promise<void> {
  const place = { organizationId: state.board.organizationId, boardId: state.board.id };
  for (const name of ['columns', 'groups', 'views', 'items'] as const) {
    const { insert } = createStatements(tables[name]);
    await writeRows(tx, insert, [...state[name].values()], place);
  }
}
