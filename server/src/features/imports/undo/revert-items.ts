import * as events from '@boardwire/contract/item-events';
import type { PayloadOf } from '@boardwire/contract/define';
import { rankBetween } from '../../../kernel/rank.ts';
import { itemReads } from '../../items/index.ts';
import { readItemChanges } from '../store/undo.ts';
import type { UndoScene } from './undo-scene.ts';

type Updated = PayloadOf<typeof events.itemUpdated>;
type Moved = PayloadOf<typeof events.itemMoved>;

const PAGE_SIZE = 500;

/** Gives items that were there before the import their values back, where nobody has written since. */
export async function revertItems(scene: UndoScene): Promise<void> {
  const { context, made, range } = scene;
  const { tx, unit } = context;
  for (let before = range.last + 1; ;) {
    scene.checkStop();
    const changes = await readItemChanges(tx, made.boardId, {
      first: range.first,
      before,
      limit: PAGE_SIZE,
    });
    const ids = changes.map(({ data }) => String(data['itemId']));
    await unit.load('items', ids);
    for (const { seq, type, data } of changes) {
      if (type === 'item.updated') revertFields(scene, data as Updated, seq);
      else await revertMove(scene, data as Moved, seq);
    }
    await context.flush();
    if (changes.length < PAGE_SIZE) return;
    before = changes.at(-1)?.seq ?? 0;
  }
}

function revertFields({ context }: UndoScene, { itemId, fields }: Updated, seq: number): void {
  const item = context.unit.state.items.get(itemId);
  if (item === undefined) return;
  const updates: Updated['fields'] = {};
  for (const [field, { from, to }] of Object.entries(fields)) {
    if (item.versions[field] === seq) updates[field] = { from: to, to: from };
  }
  if (Object.keys(updates).length === 0) return;
  context.emit(events.itemUpdated, { itemId, fields: updates });
}

async function revertMove(
  { context }: UndoScene,
  { itemId, from }: Moved,
  seq: number,
): Promise<void> {
  const { unit, tx, emit } = context;
  const item = unit.state.items.get(itemId);
  const group = unit.state.groups.get(from.groupId ?? '');
  if (item?.versions['group'] !== seq || group === undefined || group.deletedAt !== null) return;
  // Its old place may be taken by now.
  const end = await itemReads.readLastPlace(tx, { boardId: unit.boardId, containerId: group.id });
  const { groupId, parentId, pos } = item;
  const to = { groupId: group.id, parentId: null, pos: rankBetween(end, null) };
  emit(events.itemMoved, { itemId, from: { groupId, parentId, pos }, to });
  await context.flush();
}
