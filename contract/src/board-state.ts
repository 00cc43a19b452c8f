import type { z } from 'zod';
import type * as events from './board-events.ts';
import type { Board, Column, FieldConflict, Group, Item, View } from './board-model.ts';
import type * as comments from './comments.ts';
import type { EventSpec } from './define.ts';
import type * as itemEvents from './item-events.ts';
import type * as texts from './texts.ts';

/** What a board consists of, by id. Rows are never changed in place: a change puts another row. */
export interface BoardState {
  board: Board;
  columns: Map<string, Column>;
  groups: Map<string, Group>;
  items: Map<string, Item>;
  views: Map<string, View>;
  conflicts: Map<string, FieldConflict>;
  /** Only those that were loaded or came by. */
  comments: Map<string, comments.Comment>;
}

/** A collection of a board, or the board itself. */
export type BoardEntity = keyof BoardState;

type Events = typeof events &
  typeof itemEvents &
  Pick<typeof texts, 'textUpdated'> &
  Pick<typeof comments, Extract<keyof typeof comments, `comment${string}`>>;
type Declared = Extract<Events[keyof Events], EventSpec>;

/** An event of a board with its payload. */
export type BoardEvent = Declared extends infer Spec
  ? Spec extends EventSpec<infer Type, infer Payload>
    ? { type: Type; data: z.output<Payload> }
    : never
  : never;

/** What a change says besides its event. */
export interface ChangeInfo {
  seq: number;
  at: string;
  /** The person who made it; null for the system. */
  userId: string | null;
}

/** Hears of each row before it is replaced; `before` is undefined for a new one. */
export type Touch = (entity: BoardEntity, id: string, before: unknown) => void;

/** Applies one committed change. Rows that are not loaded stay so. The server and every client run this same code (live L18). */
export function applyBoardEvent(
  state: BoardState,
  event: BoardEvent,
  info: ChangeInfo,
  touch: Touch = () => undefined,
): void {
  const put = createPut(state, touch);
  switch (event.type) {
    case 'board.created':
      return put.board(event.data.board);
    case 'board.changed':
      return put.board({ ...state.board, ...wanted(event.data.changes) });
    case 'board.accessChanged': {
      const { visibility } = event.data;
      return visibility && put.board({ ...state.board, visibility: visibility.to });
    }
    case 'column.created':
      return put.row('columns', event.data.column);
    case 'column.changed':
      return put.patch('columns', event.data.columnId, wanted(event.data.changes));
    case 'column.purged':
      put.remove('columns', event.data.columnId);
      return forgetField(state, event.data.columnId, put);
    case 'group.created':
      return put.row('groups', event.data.group);
    case 'group.changed':
      return put.patch('groups', event.data.groupId, wanted(event.data.changes));
    case 'group.purged':
      return put.remove('groups', event.data.groupId);
    case 'view.created':
      return put.row('views', event.data.view);
    case 'view.changed':
      return put.patch('views', event.data.viewId, wanted(event.data.changes));
    case 'view.deleted':
      return put.remove('views', event.data.view.id);
    case 'conflict.opened':
      return put.row('conflicts', event.data.conflict);
    case 'conflict.resolved':
      return put.remove('conflicts', event.data.conflict.id);
    case 'comment.created':
    case 'comment.edited':
    case 'comment.deleted':
    case 'comment.restored':
    case 'comment.purged':
    case 'comment.reacted':
      return applyCommentEvent(state, event, info, put);
    default:
      return applyItemEvent(state, event, info, put);
  }
}

type EventOf<Prefix extends string> = Extract<BoardEvent, { type: `${Prefix}.${string}` }>;

function applyItemEvent(
  state: BoardState,
  event: EventOf<'item' | 'items' | 'text'>,
  info: ChangeInfo,
  put: Put,
): void {
  const { seq, at, userId } = info;
  const written = { updatedAt: at, updatedBy: userId };
  switch (event.type) {
    case 'item.created':
    case 'item.arrived': {
      const { item } = event.data;
      const fields = ['group', ...Object.keys(item.values)];
      const versions = Object.fromEntries(fields.map((field) => [field, seq]));
      return put.row('items', { ...item, versions });
    }
    case 'item.updated':
      return applyFields(state, event, info, put);
    case 'text.updated':
      return applyTextEvent(state, event, info, put);
    case 'item.moved': {
      const before = state.items.get(event.data.itemId);
      if (before === undefined) return;
      const versions = { ...before.versions, group: seq };
      return put.row('items', { ...before, ...event.data.to, ...written, versions });
    }
    case 'item.stateChanged':
      return put.patch('items', event.data.itemId, { ...wanted(event.data.changes), ...written });
    case 'item.left':
    case 'item.purged':
      return put.remove('items', event.data.itemId);
    case 'item.editRefused':
      return;
    case 'items.rekeyed':
      for (const [id, pos] of Object.entries(event.data.positions)) put.patch('items', id, { pos });
  }
}

function applyFields(
  state: BoardState,
  { data: { itemId, fields } }: Extract<BoardEvent, { type: 'item.updated' }>,
  { seq, at, userId }: ChangeInfo,
  put: Put,
): void {
  const before = state.items.get(itemId);
  if (before === undefined) return;
  const values = { ...before.values };
  const versions = { ...before.versions };
  for (const [field, { to }] of Object.entries(fields)) {
    if (to === null) delete values[field];
    else values[field] = to;
    versions[field] = seq;
  }
  put.row('items', { ...before, values, versions, updatedAt: at, updatedBy: userId });
}

/** The row tells the beginning and the length; who has the text open applies the update itself. */
function applyTextEvent(
  state: BoardState,
  { data: { itemId, field, value } }: EventOf<'text'>,
  { seq, at, userId }: ChangeInfo,
  put: Put,
): void {
  const before = state.items.get(itemId);
  if (before === undefined) return;
  const { [field]: _before, ...others } = before.values;
  const values = value === null ? others : { ...others, [field]: value };
  const versions = { ...before.versions, [field]: seq };
  put.row('items', { ...before, values, versions, updatedAt: at, updatedBy: userId });
}

function applyCommentEvent(
  state: BoardState,
  event: EventOf<'comment'>,
  { at }: ChangeInfo,
  put: Put,
): void {
  const count = (itemId: string, difference: number) => {
    const item = state.items.get(itemId);
    if (item) put.row('items', { ...item, commentCount: item.commentCount + difference });
  };
  switch (event.type) {
    case 'comment.created':
      put.row('comments', event.data.comment);
      return count(event.data.comment.itemId, 1);
    case 'comment.edited':
      return put.patch('comments', event.data.commentId, { body: event.data.to, editedAt: at });
    case 'comment.deleted':
      put.patch('comments', event.data.commentId, {
        body: { blocks: [] },
        reactions: {},
        deletedAt: at,
      });
      return count(event.data.itemId, -1);
    case 'comment.restored':
      put.patch('comments', event.data.commentId, { body: event.data.body, deletedAt: null });
      return count(event.data.itemId, 1);
    case 'comment.purged':
      put.remove('comments', event.data.commentId);
      return count(event.data.itemId, event.data.wasDeleted ? 0 : -1);
    case 'comment.reacted': {
      const comment = state.comments.get(event.data.commentId);
      if (comment === undefined) return;
      return put.row('comments', { ...comment, reactions: react(comment.reactions, event.data) });
    }
  }
}

/** A column that is gone leaves no values behind. */
function forgetField(state: BoardState, field: string, put: Put): void {
  for (const item of state.items.values()) {
    if (!(field in item.values) && !(field in item.versions)) continue;
    const { [field]: _value, ...values } = item.values;
    const { [field]: _version, ...versions } = item.versions;
    put.row('items', { ...item, values, versions });
  }
}

function react(
  reactions: Record<string, string[]>,
  { emoji, userId, isOn }: { emoji: string; userId: string; isOn: boolean },
): Record<string, string[]> {
  const others = (reactions[emoji] ?? []).filter((id) => id !== userId);
  const people = isOn ? [...others, userId] : others;
  const { [emoji]: _before, ...rest } = reactions;
  return people.length === 0 ? rest : { ...rest, [emoji]: people };
}

type Collection = Exclude<BoardEntity, 'board'>;
type RowOf<Name extends Collection> = BoardState[Name] extends Map<string, infer Row> ? Row : never;

interface Put {
  board(board: Board): void;
  row<Name extends Collection>(name: Name, row: RowOf<Name>): void;
  patch<Name extends Collection>(name: Name, id: string, changes: Partial<RowOf<Name>>): void;
  remove(name: Collection, id: string): void;
}

function createPut(state: BoardState, touch: Touch): Put {
  const row: Put['row'] = (name, value) => {
    const rows = state[name] as Map<string, typeof value>;
    const { id } = value as { id: string };
    touch(name, id, rows.get(id));
    rows.set(id, value);
  };
  return {
    board(board) {
      touch('board', board.id, state.board);
      state.board = board;
    },
    row,
    patch(name, id, changes) {
      const before = state[name].get(id);
      if (before !== undefined) row(name, { ...before, ...changes } as never);
    },
    remove(name, id) {
      const before = state[name].get(id);
      if (before === undefined) return;
      touch(name, id, before);
      state[name].delete(id);
    },
  };
}

/** The new values of `{field: {from, to}}`. */
function wanted(changes: Record<string, { to: unknown } | undefined>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, change] of Object.entries(changes)) {
    if (change !== undefined) values[name] = change.to;
  }
  return values;
}
