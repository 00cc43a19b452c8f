import type { Item } from '@boardwire/contract/board-model';
import type { BoardEvent } from '@boardwire/contract/board-state';
import { unreachable } from '../../kernel/assert.ts';

/** What a link shows of a board: neither archived nor in the trash, nor in or below what is; no hidden columns. */
export interface Sight {
  items: ReadonlySet<string>;
  columns: ReadonlySet<string>;
  groups: ReadonlySet<string>;
}

type EventOf<Type extends BoardEvent['type']> = Extract<BoardEvent, { type: Type }>;
type Changes = Record<string, { from: unknown; to: unknown } | undefined>;

/** Stands where something happened that a link does not show: the sequence stays whole. */
const QUIET: BoardEvent = { type: 'board.changed', data: { changes: {} } };
/** Nobody (the nil UUID of RFC 9562), where a link does not tell who it was. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** An event as whoever has a link may know it, who sees this much of the board (security S20). */
export function showEvent(event: BoardEvent, sight: Sight): BoardEvent {
  switch (event.type) {
    case 'board.created':
      return { type: event.type, data: { board: { ...event.data.board, createdBy: NOBODY } } };
    case 'board.changed':
      return { type: event.type, data: { changes: forgetBefore(event.data.changes) } };
    case 'board.accessChanged': {
      const { visibility } = event.data;
      return { type: event.type, data: visibility === undefined ? {} : { visibility } };
    }
    case 'view.created':
      return event.data.view.ownerId === null ? event : QUIET;
    case 'view.changed':
      return { ...event, data: { ...event.data, changes: forgetBefore(event.data.changes) } };
    case 'view.deleted':
      return { ...event, data: { view: { ...event.data.view, name: '', settings: {} } } };
    case 'column.created':
      return sight.columns.has(event.data.column.id) ? event : QUIET;
    case 'group.created':
      return sight.groups.has(event.data.group.id) ? event : QUIET;
    case 'column.changed':
    case 'group.changed':
      return showStructure(event, sight);
    case 'column.purged':
    case 'group.purged':
    case 'items.rekeyed':
      return event;
    case 'comment.created':
    case 'comment.edited':
    case 'comment.deleted':
    case 'comment.restored':
    case 'comment.purged':
    case 'comment.reacted':
    case 'conflict.opened':
    case 'conflict.resolved':
      return QUIET;
    default:
      return showItemEvent(event, sight);
  }
}

type ItemEvent = EventOf<Extract<BoardEvent['type'], `item.${string}` | `text.${string}`>>;

function showItemEvent(event: ItemEvent, sight: Sight): BoardEvent {
  switch (event.type) {
    case 'item.created':
    case 'item.arrived': {
      const { item } = event.data;
      // Which board it came from is not told.
      return sight.items.has(item.id)
        ? { type: 'item.created', data: { item: showItem(item, sight) } }
        : QUIET;
    }
    case 'item.updated':
      return showUpdate(event, sight);
    case 'text.updated': {
      const { itemId, field } = event.data;
      if (!sight.items.has(itemId)) return QUIET;
      // That the item was changed stands in the board as well.
      if (!sight.columns.has(field)) return { type: 'item.updated', data: { itemId, fields: {} } };
      return { type: event.type, data: { ...event.data, update: null } };
    }
    case 'item.moved': {
      const { itemId, to } = event.data;
      return { type: event.type, data: { itemId, from: to, to } };
    }
    case 'item.stateChanged':
      return { ...event, data: { ...event.data, changes: putAway(event.data.changes) } };
    case 'item.left':
    case 'item.purged':
      return { type: 'item.purged', data: { itemId: event.data.itemId } };
    case 'item.editRefused':
      return QUIET;
    default:
      return unreachable(event);
  }
}

function showStructure(
  event: EventOf<'column.changed' | 'group.changed'>,
  { columns, groups }: Sight,
): BoardEvent {
  const isShown =
    event.type === 'column.changed'
      ? columns.has(event.data.columnId)
      : groups.has(event.data.groupId);
  // Of what is out of sight, it is told that it went.
  const changes = isShown ? forgetBefore(event.data.changes) : putAway(event.data.changes);
  return { ...event, data: { ...event.data, changes } } as BoardEvent;
}

function showUpdate({ type, data }: EventOf<'item.updated'>, sight: Sight): BoardEvent {
  if (!sight.items.has(data.itemId)) return QUIET;
  const fields = Object.entries(data.fields)
    .filter(([field]) => isFieldShown(field, sight))
    .map(([field, { to }]) => [field, { from: null, to }] as const);
  return { type, data: { itemId: data.itemId, fields: Object.fromEntries(fields) } };
}

function showItem(item: Item, sight: Sight): Item {
  const values = Object.entries(item.values).filter(([field]) => isFieldShown(field, sight));
  return {
    ...item,
    values: Object.fromEntries(values),
    versions: {},
    commentCount: 0,
    createdBy: null,
    updatedBy: null,
  };
}

function isFieldShown(field: string, { columns }: Sight): boolean {
  return field === 'title' || columns.has(field);
}

/** What a change replaced is nobody's business who only looks on. */
function forgetBefore<Made extends object>(changes: Made): Made {
  const entries = Object.entries(changes as Changes).flatMap(([name, change]) =>
    change === undefined ? [] : [[name, { from: null, to: change.to }] as const],
  );
  return Object.fromEntries(entries) as Made;
}

/** Of a change, that something was put away or hidden. */
function putAway<Made extends object>(changes: Made): Made {
  const { archivedAt, deletedAt, isHidden } = forgetBefore(changes) as Changes;
  return {
    ...(isHidden?.to === true && { isHidden }),
    ...((archivedAt?.to ?? null) !== null && { archivedAt }),
    ...((deletedAt?.to ?? null) !== null && { deletedAt }),
  } as unknown as Made;
}
