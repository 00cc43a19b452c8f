import type { BoardEvent } from '@boardwire/contract/board-state';
import type { Item } from '@boardwire/contract/board-model';
import type { FieldChange } from '@boardwire/contract/column-types';
import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/items';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { readMutation, requireEditable } from '../../boards/index.ts';
import { invertChange } from '../domain/invert.ts';
import { requireField } from './fields.ts';
import { moveItem, requireHome, setState } from './move.ts';
import { chooseContainer, findPlace, type Place } from './place.ts';
import { invertStructure, isStructureEvent } from './undo-structure.ts';
import { writeFields } from './write-fields.ts';

type Moved = OutputOf<typeof contract.undo>['moved'];
type EventOf<Type extends BoardEvent['type']> = Extract<BoardEvent, { type: Type }>;

const undo = implementOnBoard(contract.undo, {
  isSolo: true,
  causeOf: ({ client }) => client,
  async handle({ client, mid, force }, context) {
    requireEditable(context);
    const { tx, unit, actor } = context;
    const changes = await readMutation(tx, unit.boardId, { client, mid });
    const userId = 'userId' in actor ? actor.userId : null;
    if (changes.length === 0 || changes.some((change) => change.actor.userId !== userId)) {
      throw notFound('This change of yours');
    }
    await unit.load(
      'items',
      changes.flatMap(({ event }) => itemIdOf(event) ?? []),
    );
    const moved: Moved = [];
    let undone = 0;
    for (const { event, seq } of changes.toReversed()) {
      if (await invert(context, event, { seq, force, moved })) undone += 1;
    }
    await requireHomes(context, changes);
    return { undone, moved };
  },
});

/** Taking one's own changes back (live L20). */
export const undoOperations: readonly BoardOperation[] = [undo];

interface Progress {
  seq: number;
  force: boolean;
  moved: Moved;
}

function itemIdOf(event: BoardEvent): string | null {
  if ('itemId' in event.data) return event.data.itemId;
  return event.type === 'item.created' ? event.data.item.id : null;
}

/** What came back has a home: asked at the end, since a sub-item may come back before its item. Throws CONFLICT. */
async function requireHomes(
  context: BoardContext,
  changes: readonly { event: BoardEvent }[],
): Promise<void> {
  for (const { event } of changes) {
    if (event.type !== 'item.stateChanged') continue;
    const item = context.unit.state.items.get(event.data.itemId);
    if (item?.deletedAt === null) await requireHome(context, item, { deletedAt: null });
  }
}

/** Takes one event back; false when nothing is to be done, or somebody else moved on. */
async function invert(
  context: BoardContext,
  event: BoardEvent,
  progress: Progress,
): Promise<boolean> {
  if (isStructureEvent(event)) return invertStructure(context, event, progress.force);
  const item = context.unit.state.items.get(itemIdOf(event) ?? '');
  switch (event.type) {
    case 'item.updated':
      return item !== undefined && (await invertFields(context, { item, event, ...progress }));
    case 'item.moved':
      return item !== undefined && (await invertMove(context, { item, event, ...progress }));
    case 'item.created':
      if (item === undefined || item.deletedAt !== null) return false;
      setState(context, item, { deletedAt: context.now.toISOString() });
      return true;
    case 'item.stateChanged':
      return item !== undefined && invertState(context, item, event);
    case 'items.rekeyed':
    case 'conflict.opened':
    case 'conflict.resolved':
    case 'item.editRefused':
      return false;
    case 'text.updated':
      throw conflict(
        'long_text',
        'A long text is taken back where it is edited, or by writing what it was before',
      );
    default:
      throw conflict(
        'not_undoable',
        'Only changes of items, columns, groups, views and of the board’s name can be undone',
      );
  }
}

async function invertFields(
  context: BoardContext,
  { item, event, seq, force, moved }: Progress & { item: Item; event: EventOf<'item.updated'> },
): Promise<boolean> {
  const changes = new Map<string, { change: FieldChange; path: string }>();
  for (const [fieldId, { from, to }] of Object.entries(event.data.fields)) {
    const field = requireField(context, fieldId, fieldId);
    const standing = {
      value: item.values[fieldId] ?? null,
      version: item.versions[fieldId] ?? 0,
    };
    const inverse = invertChange(field, { from, to, version: seq }, standing);
    if (inverse.kind === 'moved' && force) {
      changes.set(fieldId, { change: { set: from }, path: fieldId });
      continue;
    }
    if (inverse.kind === 'moved') {
      moved.push({
        itemId: item.id,
        field: fieldId,
        standing: inverse.standing,
        wanted: inverse.wanted,
      });
    }
    if (inverse.kind === 'change') changes.set(fieldId, { change: inverse.change, path: fieldId });
  }
  if (changes.size === 0) return false;
  await writeFields(context, item, changes);
  return true;
}

async function invertMove(
  context: BoardContext,
  { item, event, seq, force, moved }: Progress & { item: Item; event: EventOf<'item.moved'> },
): Promise<boolean> {
  const { from } = event.data;
  if ((item.versions['group'] ?? 0) > seq && !force) {
    moved.push({ itemId: item.id, field: 'group', standing: item.groupId, wanted: from.groupId });
    return false;
  }
  moveItem(context, item, await placeAsBefore(context, from, item.id));
  return true;
}

/** The old place, or the one right behind whatever stands there now. Throws CONFLICT when its group or item is gone. */
async function placeAsBefore(context: BoardContext, from: Place, itemId: string): Promise<Place> {
  const { unit } = context;
  const container =
    from.parentId === null ? { groupId: from.groupId ?? undefined } : { parentId: from.parentId };
  await chooseContainer(context, container, itemId);
  const ids = await unit.loadWhere('items', 't.pos = $2 and t.container_id = $3', [
    from.pos,
    from.groupId ?? from.parentId,
  ]);
  const occupant = ids.find((id) => id !== itemId);
  if (occupant === undefined) return from;
  return findPlace(context, { ...container, after: occupant }, itemId);
}

function invertState(
  context: BoardContext,
  item: Item,
  { data: { changes } }: EventOf<'item.stateChanged'>,
): boolean {
  const seq = context.unit.seq;
  setState(context, item, {
    ...(changes.archivedAt && { archivedAt: changes.archivedAt.from }),
    ...(changes.deletedAt && { deletedAt: changes.deletedAt.from }),
  });
  return context.unit.seq > seq;
}
