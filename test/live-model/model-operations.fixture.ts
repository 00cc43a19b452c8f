import type { Item } from '@boardwire/contract/board-model';
import type { LiveCall } from '@boardwire/contract/sync';
import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import {
  conflict,
  forbidden,
  invalid,
  KeptRefusal,
  notFound,
} from '../../server/src/platform/refusal.ts';
import { expectUndo, expectWrite } from './expectations.fixture.ts';
import { writeFields } from './model-fields.fixture.ts';
import type { ModelChange } from './model-rows.fixture.ts';
import type { OperationScene } from './model-scene.fixture.ts';
import { findRank } from './model-places.fixture.ts';

/** Who may not delete: somebody has to be refused. */
const MAY_NOT_DELETE = 'bob';
/** Titles of new items that the server refuses. */
export const FORBIDDEN_TITLE = 'forbidden';

/** Carries out one call of a mutation on the model's board. Throws a refusal. */
export function runCall(scene: OperationScene, call: LiveCall): unknown {
  const { op, input } = call as BoardCall;
  switch (op) {
    case 'items.create':
      return create(scene, input);
    case 'items.update':
      return update(scene, input);
    case 'items.move':
      return move(scene, input);
    case 'items.delete':
      if (scene.userId === MAY_NOT_DELETE) throw forbidden('Not for you');
      return setDeleted(scene, requireItem(scene, input.itemId), scene.at);
    case 'items.restore':
      return setDeleted(scene, requireItem(scene, input.itemId), null);
    case 'items.bulk':
      return changeMany(scene, input);
    case 'items.undo':
      return undo(scene, input);
    case 'items.resolveConflict':
      return resolveConflict(scene, input);
    default:
      throw invalid({ path: 'op', message: op });
  }
}

type Input<Name extends BoardCall['op']> = Extract<BoardCall, { op: Name }>['input'];

function requireItem({ rows }: OperationScene, id: string): Item {
  const item = rows.state.items.get(id);
  if (item === undefined) throw notFound();
  return item;
}

function create(scene: OperationScene, input: Input<'items.create'> & { pos?: string }): Item {
  const { rows, at, userId, emit } = scene;
  const { id = scene.createId(), title, groupId = '', after, before, pos } = input;
  if (rows.state.items.has(id)) throw conflict('id_taken', 'There is one already');
  if (title === FORBIDDEN_TITLE) throw invalid({ path: 'title', message: 'Not this one' });
  const item: Item = {
    id,
    number: rows.nextNumber,
    groupId,
    parentId: null,
    pos: findRank(scene, groupId, { after, before, pos }),
    values: { title },
    versions: {},
    commentCount: 0,
    createdBy: userId,
    createdAt: at,
    updatedBy: userId,
    updatedAt: at,
    archivedAt: null,
    deletedAt: null,
  };
  rows.nextNumber += 1;
  emit({ type: 'item.created', data: { item } });
  return item;
}

function update(scene: OperationScene, input: Input<'items.update'>): unknown {
  const { emit, rows, name } = scene;
  const { itemId, values = {}, seen: told = {} } = input;
  const sets = Object.entries(values).map(([field, set]) => [field, { set }]);
  const changes = { ...(Object.fromEntries(sets) as typeof input.changes), ...input.changes };
  const item = requireItem(scene, itemId);
  if (item.deletedAt !== null) {
    emit({ type: 'item.editRefused', data: { itemId, values: {} } });
    throw new KeptRefusal('CONFLICT', 'Deleted meanwhile', { reason: 'gone', itemId });
  }
  const seen = scene.isCurrentEpoch ? told : {};
  scene.expect(() => expectWrite(rows.expectations, name, { item, changes, seen }));
  return { fields: writeFields(scene, item, { changes, seen: told }) };
}

function move(scene: OperationScene, input: Input<'items.move'> & { pos?: string }): unknown {
  const { itemId, after, before, pos } = input;
  const item = requireItem(scene, itemId);
  if (item.deletedAt !== null) throw conflict('gone', 'Deleted meanwhile');
  if (after === itemId || before === itemId) return item;
  const groupId = input.groupId ?? item.groupId ?? '';
  place(scene, item, { groupId, pos: findRank(scene, groupId, { after, before, pos }, itemId) });
  return item;
}

function place({ emit }: OperationScene, item: Item, to: { groupId: string; pos: string }): void {
  const { groupId, parentId, pos } = item;
  const event = { itemId: item.id, from: { groupId, parentId, pos }, to: { parentId, ...to } };
  emit({ type: 'item.moved', data: event });
}

function setDeleted({ emit }: OperationScene, item: Item, to: string | null): unknown {
  const from = item.deletedAt;
  if ((from === null) === (to === null)) return item;
  const changes = { deletedAt: { from, to } };
  emit({ type: 'item.stateChanged', data: { itemId: item.id, changes } });
  return item;
}

function changeMany(scene: OperationScene, { itemIds, action }: Input<'items.bulk'>): unknown {
  if (action.kind !== 'update') throw invalid({ path: 'kind', message: action.kind });
  const changes = Object.entries(action.values ?? {}).map(([field, set]) => [field, { set }]);
  for (const id of itemIds) {
    const item = requireItem(scene, id);
    if (item.deletedAt !== null) throw conflict('gone', 'Deleted meanwhile');
    writeFields(scene, item, { changes: Object.fromEntries(changes), seen: {} });
  }
  return { changed: itemIds.length, unchanged: 0 };
}

function undo(scene: OperationScene, { client, mid }: Input<'items.undo'>): unknown {
  const { rows, userId, name } = scene;
  const target = `${client}:${mid}`;
  const own = rows.log.filter((change) => change.client === client && change.mid === mid);
  if (own.length === 0 || own.some(({ actor }) => actor.userId !== userId)) throw notFound();
  scene.expect(() => expectUndo(rows.expectations, name, target));
  for (const change of own.toReversed()) invert(scene, change);
  return { undone: own.length, moved: [] };
}

function invert(scene: OperationScene, { event, seq }: ModelChange): void {
  const { items } = scene.rows.state;
  switch (event.type) {
    case 'item.updated': {
      const item = items.get(event.data.itemId);
      if (item) writeFields(scene, item, { inverted: { event, seq } });
      return;
    }
    case 'item.moved': {
      const { itemId, from } = event.data;
      const item = items.get(itemId);
      if (item === undefined || (item.versions['group'] ?? 0) > seq) return;
      const groupId = from.groupId ?? '';
      const rival = [...items.values()].find(
        (each) => each.groupId === groupId && each.pos === from.pos && each.id !== itemId,
      );
      const pos = rival ? findRank(scene, groupId, { after: rival.id }, itemId) : from.pos;
      return place(scene, item, { groupId, pos });
    }
    case 'item.created': {
      const item = items.get(event.data.item.id);
      if (item) setDeleted(scene, item, scene.at);
      return;
    }
    case 'item.stateChanged': {
      const item = items.get(event.data.itemId);
      if (item) setDeleted(scene, item, event.data.changes.deletedAt?.from ?? null);
      break;
    }
    default:
  }
}

function resolveConflict(scene: OperationScene, input: Input<'items.resolveConflict'>): unknown {
  const { conflictId, value, version } = input;
  const opened = scene.rows.state.conflicts.get(conflictId);
  if (opened === undefined) throw notFound();
  if (opened.proposedBy !== scene.userId) throw forbidden('Not yours');
  const item = requireItem(scene, opened.itemId);
  scene.emit({ type: 'conflict.resolved', data: { conflict: opened, outcome: 'other' } });
  const { field } = opened;
  return writeFields(scene, item, {
    changes: { [field]: { set: value } },
    seen: { [field]: version },
  });
}
