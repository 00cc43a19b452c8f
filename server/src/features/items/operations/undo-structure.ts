import * as events from '@boardwire/contract/board-events';
import type { Group } from '@boardwire/contract/board-model';
import type { BoardEvent } from '@boardwire/contract/board-state';
import { isDeepStrictEqual } from 'node:util';
import type { BoardContext } from '../../../platform/board/board-operation.ts';
import { forbidden } from '../../../platform/refusal.ts';
import { boards } from '../../boards/index.ts';

type EventOf<Type extends BoardEvent['type']> = Extract<BoardEvent, { type: Type }>;

/** Changes of columns, groups, views and the board's own texts, which can be taken back as those of items can. */
export type StructureEvent = EventOf<
  | 'board.changed'
  | 'column.created'
  | 'column.changed'
  | 'group.created'
  | 'group.changed'
  | 'view.created'
  | 'view.changed'
  | 'view.deleted'
>;

const TYPES: ReadonlySet<string> = new Set<StructureEvent['type']>([
  'board.changed',
  'column.created',
  'column.changed',
  'group.created',
  'group.changed',
  'view.created',
  'view.changed',
  'view.deleted',
]);

/** Whether an event is about a board's structure. */
export function isStructureEvent(event: BoardEvent): event is StructureEvent {
  // A prefix may be another board's by now, and what was put away has ways back of its own.
  if (event.type === 'board.changed') return Object.keys(textsOf(event)).length > 0;
  return TYPES.has(event.type);
}

/**
 * Takes a change of columns, groups or views back (live L20): properties that somebody changed since stay unless `force`.
 * False when nothing is left to do. Throws FORBIDDEN when the caller may not manage the board any more.
 */
export async function invertStructure(
  context: BoardContext,
  event: StructureEvent,
  force: boolean,
): Promise<boolean> {
  if (context.permissions?.has('board:manage') === false) {
    throw forbidden('You may not change the structure of this board');
  }
  const { unit, emit } = context;
  const deletedAt = { from: null, to: context.now.toISOString() };
  switch (event.type) {
    case 'board.changed': {
      const changes = revert(unit.state.board, textsOf(event), force);
      if (changes) emit(events.boardChanged, { changes });
      return changes !== null;
    }
    case 'column.created':
      return deleteColumn(context, event.data.column.id, deletedAt);
    case 'group.created':
      return deleteGroup(context, event.data.group.id, deletedAt);
    case 'column.changed': {
      const { columnId } = event.data;
      const changes = revert(unit.state.columns.get(columnId), event.data.changes, force);
      if (changes?.deletedAt?.to === null) boards.requireColumnRoom(context);
      if (changes) emit(events.columnChanged, { columnId, changes });
      return changes !== null;
    }
    case 'group.changed': {
      const { groupId } = event.data;
      const changes = revert(unit.state.groups.get(groupId), event.data.changes, force);
      if (changes && hidesLastGroup(context, groupId, changes)) return false;
      if (changes && bringsBack(unit.state.groups.get(groupId), changes))
        boards.requireGroupRoom(context);
      if (changes) emit(events.groupChanged, { groupId, changes });
      return changes !== null;
    }
    default:
      return invertView(context, event, force);
  }
}

/** What of a change is about the name and the description. */
function textsOf({ data }: EventOf<'board.changed'>) {
  const { name, description } = data.changes;
  return { ...(name && { name }), ...(description && { description }) };
}

async function invertView(
  context: BoardContext,
  event: EventOf<'view.created' | 'view.changed' | 'view.deleted'>,
  force: boolean,
): Promise<boolean> {
  const { unit, emit } = context;
  const viewId = event.type === 'view.changed' ? event.data.viewId : event.data.view.id;
  await unit.load('views', [viewId]);
  const view = unit.state.views.get(viewId);
  if (event.type === 'view.deleted') {
    if (view !== undefined) return false;
    await boards.requireViewRoom(context);
    emit(events.viewCreated, { view: event.data.view });
    return true;
  }
  if (event.type === 'view.created') {
    if (view !== undefined) emit(events.viewDeleted, { view });
    return view !== undefined;
  }
  const changes = revert(view, event.data.changes, force);
  if (changes) emit(events.viewChanged, { viewId, changes });
  return changes !== null;
}

type Changes = Record<string, { from: unknown; to: unknown } | undefined>;

/** The way back of what nobody changed since; null when nothing of it is left, or the row is gone. */
function revert<Made extends object>(
  row: object | undefined,
  changes: Made,
  force: boolean,
): Made | null {
  if (row === undefined) return null;
  const standing = row as Record<string, unknown>;
  const back: Changes = {};
  for (const [name, change] of Object.entries(changes as Changes)) {
    if (change === undefined || isDeepStrictEqual(standing[name], change.from)) continue;
    if (force || isDeepStrictEqual(standing[name], change.to))
      back[name] = { from: standing[name], to: change.from };
  }
  return Object.keys(back).length === 0 ? null : (back as Made);
}

interface Moment {
  from: null;
  to: string;
}

function deleteColumn({ unit, emit }: BoardContext, columnId: string, deletedAt: Moment): boolean {
  if (unit.state.columns.get(columnId)?.deletedAt !== null) return false;
  emit(events.columnChanged, { columnId, changes: { deletedAt } });
  return true;
}

function deleteGroup(context: BoardContext, groupId: string, deletedAt: Moment): boolean {
  if (context.unit.state.groups.get(groupId)?.deletedAt !== null) return false;
  if (hidesLastGroup(context, groupId, { deletedAt })) return false;
  context.emit(events.groupChanged, { groupId, changes: { deletedAt } });
  return true;
}

/** Whether a group that was put away is in use again. */
function bringsBack(group: Group | undefined, changes: object): boolean {
  const { deletedAt, archivedAt } = changes as Changes;
  if (!group || (deletedAt ?? archivedAt) === undefined) return false;
  const after = [
    deletedAt ? deletedAt.to : group.deletedAt,
    archivedAt ? archivedAt.to : group.archivedAt,
  ];
  return after.every((moment) => moment === null);
}

/** A board keeps one group in use: without one, new items have no place. */
function hidesLastGroup({ unit }: BoardContext, groupId: string, changes: object): boolean {
  const { deletedAt, archivedAt } = changes as Changes;
  if ((deletedAt?.to ?? null) === null && (archivedAt?.to ?? null) === null) return false;
  return ![...unit.state.groups.values()].some(
    (group) => group.id !== groupId && group.deletedAt === null && group.archivedAt === null,
  );
}
