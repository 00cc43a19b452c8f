import * as events from '@boardwire/contract/item-events';
import type { Item } from '@boardwire/contract/board-model';
import type { PayloadOf } from '@boardwire/contract/define';
import { isDeepStrictEqual } from 'node:util';
import { longTexts } from '../../items/index.ts';
import { quote } from '../formats/text.ts';
import type { ImportedObject } from '../store/objects.ts';
import type { RunScene } from './scene.ts';
import type { Structure } from './structure.ts';
import type { ItemScene, WantedItem } from './item-scene.ts';

type FieldUpdates = PayloadOf<typeof events.itemUpdated>['fields'];

/** Takes over what changed in the file; what somebody wrote on the board since an import stays, and is reported. */
export async function updateItem(
  place: ItemScene,
  wanted: WantedItem,
  before: ImportedObject,
): Promise<Item | null> {
  const { scene, structure } = place;
  const { unit } = scene.context;
  const item = unit.state.items.get(before.objectId);
  if (item === undefined || item.deletedAt !== null) {
    reportDeleted(scene, wanted);
    return null;
  }
  const seq = unit.seq;
  const fields = compareFields(scene, structure, { item, wanted });
  if (Object.keys(fields).length > 0) {
    scene.context.emit(events.itemUpdated, { itemId: item.id, fields });
  }
  await updateTexts(place, item, wanted);
  await follow(place, item, wanted);
  archive(scene, item, { wanted, before });
  scene[unit.seq > seq ? 'updated' : 'unchanged'].add(wanted.kind);
  return unit.state.items.get(item.id) ?? item;
}

function compareFields(
  scene: RunScene,
  { columns }: Structure,
  { item, wanted }: { item: Item; wanted: WantedItem },
): FieldUpdates {
  const updates: FieldUpdates = {};
  const fields = [...columns.values()].map(({ field }) => field);
  const ids = ['title', ...fields.filter(({ type }) => type !== 'longText').map(({ id }) => id)];
  for (const id of ids) {
    const from = item.values[id] ?? null;
    const to = wanted.converted.values[id] ?? null;
    if (isDeepStrictEqual(from, to)) continue;
    const version = item.versions[id];
    if (version === undefined || scene.isOwnChange(version)) updates[id] = { from, to };
    else reportKept(scene, wanted, nameOf(columns, id));
  }
  return updates;
}

/** Long texts of the file that are others than those on the board. */
async function updateTexts(
  { scene, structure: { columns }, known }: ItemScene,
  item: Item,
  wanted: WantedItem,
): Promise<void> {
  for (const { field, name } of columns.values()) {
    if (field.type !== 'longText') continue;
    const text = wanted.converted.texts.find((each) => each.field === field.id)?.text ?? '';
    if (text === (known.texts.get(longTexts.nameOf(item.id, field.id)) ?? '')) continue;
    const version = item.versions[field.id];
    const isFree = version === undefined || scene.isOwnChange(version);
    if (isFree)
      await longTexts.writePlain(scene.context, { itemId: item.id, field: field.id }, text);
    else reportKept(scene, wanted, name);
  }
}

function nameOf(columns: Structure['columns'], id: string): string {
  return [...columns.values()].find(({ field }) => field.id === id)?.name ?? id;
}

/** An item of another list in the file goes to the end of that group, unless somebody has moved it here. */
async function follow(
  { scene, nextPlace }: ItemScene,
  { id, groupId, parentId, pos, versions }: Item,
  { container }: WantedItem,
): Promise<void> {
  const isThere = groupId === container.groupId && parentId === container.parentId;
  if (isThere || !scene.isOwnChange(versions['group'] ?? 0)) return;
  const to = {
    ...container,
    pos: await nextPlace({ id: container.groupId ?? container.parentId ?? '', isNew: false }),
  };
  scene.context.emit(events.itemMoved, { itemId: id, from: { groupId, parentId, pos }, to });
}

function archive(
  { context, unsaved }: RunScene,
  { id, archivedAt }: Item,
  { wanted, before }: { wanted: WantedItem; before: ImportedObject },
): void {
  const wasArchived = before.seen?.isArchived === true;
  if (wasArchived === wanted.isArchived) return;
  unsaved.push({ ...before, seen: wanted.isArchived ? { isArchived: true } : null });
  if ((archivedAt !== null) === wanted.isArchived) return;
  const to = wanted.isArchived ? context.now.toISOString() : null;
  const changes = { archivedAt: { from: archivedAt, to } };
  context.emit(events.itemStateChanged, { itemId: id, changes });
}

function reportDeleted({ problems }: RunScene, { key, title }: WantedItem): void {
  problems.add({
    kind: 'notTaken',
    code: 'item.deletedHere',
    objectKey: key,
    message: `${quote(title)} was deleted on the board after an earlier import, and stays so.`,
  });
}

function reportKept({ problems }: RunScene, { key, title }: WantedItem, field: string): void {
  problems.add({
    kind: 'notTaken',
    code: 'value.editedHere',
    objectKey: key,
    field,
    message: `“${field}” of ${quote(title)} was edited on the board after an earlier import, and stays so.`,
  });
}
