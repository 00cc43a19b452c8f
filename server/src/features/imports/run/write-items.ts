import * as events from '@boardwire/contract/item-events';
import type { Item } from '@boardwire/contract/board-model';
import { createId } from '../../../kernel/ids.ts';
import { rankBetween } from '../../../kernel/rank.ts';
import { itemReads, longTexts } from '../../items/index.ts';
import type { DraftItem, DraftSubItem } from '../formats/draft-item.ts';
import { readCommentsOf, readItems, type ImportedObject } from '../store/objects.ts';
import { convertItem, convertSubItem } from './convert.ts';
import type { Container, ItemScene, KnownObjects, WantedItem } from './item-scene.ts';
import { toStoredKey, uniqueKey } from './keys.ts';
import type { RunScene } from './scene.ts';
import type { Structure } from './structure.ts';
import { updateItem } from './update-item.ts';
import { writeComments } from './write-comments.ts';

/** Adds items at the end of their groups, or brings those that earlier runs made up to date. */
export interface ItemWriter {
  write(drafts: readonly DraftItem[]): Promise<void>;
}

/** Items between two turns of the event loop: a few milliseconds. */
const ITEMS_A_TURN = 50;
const NOTHING: KnownObjects = { items: new Map(), comments: new Map(), texts: new Map() };

/** Creates the writer of one run. */
export function createItemWriter(scene: RunScene, structure: Structure): ItemWriter {
  const ends = createEnds(scene);
  return {
    async write(drafts) {
      const known = structure.isFirstRun ? NOTHING : await loadKnown(scene, drafts);
      for (const [index, draft] of drafts.entries()) {
        // The chunk before is on its way to the database, and the server has others to answer.
        if (index % ITEMS_A_TURN === 0) await new Promise(setImmediate);
        await writeItem({ scene, structure, known, nextPlace: ends.next }, draft);
      }
    },
  };
}

async function writeItem(place: ItemScene, draft: DraftItem): Promise<void> {
  const { scene, structure } = place;
  const groupId = structure.groups.get(draft.groupKey) ?? [...structure.groups.values()][0] ?? '';
  const converted = convertItem(scene, structure, draft);
  const item = await upsert(place, {
    ...draft,
    container: { groupId, parentId: null },
    isInNew: false,
    converted,
    kind: 'items',
  });
  if (item === null) return;
  const isNew = !place.known.items.has(toStoredKey(draft.key));
  if (isNew) scene.created.add('attachments', draft.attachments.length);
  writeComments(place, item.id, { draft, longTexts: converted.longTexts });
  for (const [key, child] of keysOf(draft)) {
    await writeSubItem(place, { parentId: item.id, isInNew: isNew }, { ...child, key });
  }
}

async function writeSubItem(
  place: ItemScene,
  { parentId, isInNew }: { parentId: string; isInNew: boolean },
  draft: DraftSubItem,
): Promise<void> {
  const converted = convertSubItem(place.scene, place.structure, draft);
  const item = await upsert(place, {
    key: draft.key,
    title: draft.title,
    isArchived: false,
    container: { groupId: null, parentId },
    isInNew,
    converted,
    kind: 'subItems',
  });
  if (item === null) return;
  const comments = { key: draft.key, comments: [] };
  writeComments(place, item.id, { draft: comments, longTexts: converted.longTexts });
}

/** Sub-items by keys that nothing else of the file has; some have no id, or one that comes twice. */
function keysOf({ key, subItems }: DraftItem): Map<string, DraftSubItem> {
  const keys = new Map<string, DraftSubItem>();
  for (const child of subItems) keys.set(uniqueKey(`${key}/${child.key}`, keys), child);
  return keys;
}

/** Null for an item that somebody has deleted on the board: it stays so. */
async function upsert(place: ItemScene, wanted: WantedItem): Promise<Item | null> {
  const before = place.known.items.get(toStoredKey(wanted.key));
  return before === undefined ? addItem(place, wanted) : updateItem(place, wanted, before);
}

async function addItem({ scene, nextPlace }: ItemScene, wanted: WantedItem): Promise<Item> {
  const { context, claimed, unsaved, unsavedTexts, created } = scene;
  const { groupId, parentId } = wanted.container;
  const at = context.now.toISOString();
  const userId = 'userId' in context.actor ? context.actor.userId : null;
  const item: Item = {
    id: createId(),
    number: context.unit.takeItemNumber(),
    groupId,
    parentId,
    pos: await nextPlace({ id: groupId ?? parentId ?? '', isNew: wanted.isInNew }),
    values: wanted.converted.values,
    versions: {},
    commentCount: 0,
    createdBy: userId,
    createdAt: at,
    updatedBy: userId,
    updatedAt: at,
    archivedAt: wanted.isArchived ? at : null,
    deletedAt: null,
  };
  context.emit(events.itemCreated, { item });
  unsaved.push({
    kind: 'item',
    key: toStoredKey(wanted.key),
    objectId: item.id,
    importId: claimed.id,
    seen: wanted.isArchived ? { isArchived: true } : null,
  });
  const { organizationId, boardId } = context.unit;
  for (const { field, state } of wanted.converted.texts)
    unsavedTexts.push({ organizationId, boardId, itemId: item.id, field, state });
  created.add(wanted.kind);
  return item;
}

/** Reads what earlier runs made of a chunk, and the rows as they are now. */
async function loadKnown(
  { context, source }: RunScene,
  drafts: readonly DraftItem[],
): Promise<KnownObjects> {
  const { tx, unit } = context;
  const itemKeys = drafts.flatMap((draft) => [draft.key, ...keysOf(draft).keys()]);
  const items = await readItems(tx, source, itemKeys.map(toStoredKey));
  const itemIds = items.map(({ objectId }) => objectId);
  const comments = await readCommentsOf(tx, source, itemIds);
  await unit.load('items', itemIds);
  await unit.load(
    'comments',
    comments.map(({ objectId }) => objectId),
  );
  const texts = await longTexts.readPlain(tx, unit.boardId, itemIds);
  return { items: indexByKey(items), comments: indexByKey(comments), texts };
}

function indexByKey(objects: readonly ImportedObject[]): Map<string, ImportedObject> {
  return new Map(objects.map((object) => [object.key, object]));
}

/** The ends of orders; those of the board are read once, since nobody else writes meanwhile. */
function createEnds({ context: { tx, unit } }: RunScene) {
  const ends = new Map<string, string>();
  return {
    async next({ id, isNew }: Container): Promise<string> {
      const { boardId } = unit;
      const end =
        ends.get(id) ??
        (isNew ? null : await itemReads.readLastPlace(tx, { boardId, containerId: id }));
      const next = rankBetween(end, null);
      ends.set(id, next);
      return next;
    },
  };
}
