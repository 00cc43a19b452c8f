import * as contract from '@boardwire/contract/comments';
import * as events from '@boardwire/contract/item-events';
import { rankBetween } from '../../../kernel/rank.ts';
import { itemReads } from '../../items/index.ts';
import { readMadeComments, readMadeItems, readOtherChildren } from '../store/undo.ts';
import type { UndoScene } from './undo-scene.ts';

const CHUNK_ITEMS = 1_000;

/** Removes the import's items with everything below them, and its comments on other items. */
export async function purgeItems(scene: UndoScene): Promise<void> {
  const { context, made } = scene;
  for (let after = ''; ;) {
    scene.checkStop();
    const page = await readMadeItems(context.tx, made, { after, limit: CHUNK_ITEMS });
    const ids = page.map(({ objectId }) => objectId);
    await context.unit.load('items', ids);
    await liftOthers(scene, ids);
    for (const itemId of ids) {
      if (context.unit.state.items.has(itemId)) context.emit(events.itemPurged, { itemId });
    }
    await context.flush();
    if (page.length < CHUNK_ITEMS) break;
    after = page.at(-1)?.key ?? '';
  }
  await purgeComments(scene);
}

/** What somebody else put below an item of the import becomes an item of its group: it is not the import's to take. */
async function liftOthers(
  { context, made }: UndoScene,
  parentIds: readonly string[],
): Promise<void> {
  const { unit, tx, emit } = context;
  const children = await readOtherChildren(tx, made, parentIds);
  if (children.length === 0) return;
  await unit.load('items', children);
  const ends = new Map<string, string>();
  for (const childId of children) {
    const child = unit.state.items.get(childId);
    const containerId = unit.state.items.get(child?.parentId ?? '')?.groupId ?? null;
    if (child === undefined || containerId === null) continue;
    const { groupId, parentId, pos } = child;
    const order = { boardId: unit.boardId, containerId };
    const next = rankBetween(
      ends.get(containerId) ?? (await itemReads.readLastPlace(tx, order)),
      null,
    );
    ends.set(containerId, next);
    const to = { groupId: containerId, parentId: null, pos: next };
    emit(events.itemMoved, { itemId: childId, from: { groupId, parentId, pos }, to });
  }
}

async function purgeComments({ context, made }: UndoScene): Promise<void> {
  const { unit, emit } = context;
  const comments = await readMadeComments(context.tx, made);
  for (let start = 0; start < comments.length; start += CHUNK_ITEMS) {
    const chunk = comments.slice(start, start + CHUNK_ITEMS);
    await unit.load(
      'items',
      chunk.map(({ itemId }) => itemId),
    );
    await unit.load(
      'comments',
      chunk.map((comment) => comment.id),
    );
    for (const { id: commentId, itemId } of chunk) {
      const wasDeleted = unit.state.comments.get(commentId)?.deletedAt !== null;
      emit(contract.commentPurged, { commentId, itemId, wasDeleted });
    }
    await context.flush();
  }
}
