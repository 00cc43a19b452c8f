import * as events from '@boardwire/contract/board-events';
import type { Column } from '@boardwire/contract/board-model';
import type { Option } from '../run/options.ts';
import { deletePlaceholders, isColumnUsed, isGroupUsed, readMadeStructure } from '../store/undo.ts';
import type { UndoScene } from './undo-scene.ts';

/** Removes groups, columns, options and names of the import that nobody else uses. */
export async function purgeStructure(scene: UndoScene): Promise<void> {
  const { context, made } = scene;
  const rows = await readMadeStructure(context.tx, made);
  const idsOf = (kind: string) =>
    new Set(rows.filter((row) => row.kind === kind).map(({ objectId }) => objectId));
  for (const groupId of idsOf('group')) await purgeGroup(scene, groupId);
  for (const columnId of idsOf('column')) await purgeColumn(scene, columnId);
  await purgeOptions(scene, idsOf('option'));
  await deletePlaceholders(context.tx, made);
}

async function purgeGroup({ context }: UndoScene, groupId: string): Promise<void> {
  const { unit, tx } = context;
  const { groups } = unit.state;
  if (!groups.has(groupId) || (await isGroupUsed(tx, unit.boardId, groupId))) return;
  const others = [...groups.values()].filter((group) => {
    return group.id !== groupId && group.archivedAt === null && group.deletedAt === null;
  });
  // A board keeps one group.
  if (others.length > 0) context.emit(events.groupPurged, { groupId });
}

async function purgeColumn({ context }: UndoScene, columnId: string): Promise<void> {
  const { unit, tx } = context;
  const isThere = unit.state.columns.has(columnId);
  if (!isThere || (await isColumnUsed(tx, unit.boardId, { columnId }))) return;
  context.emit(events.columnPurged, { columnId });
}

async function purgeOptions({ context }: UndoScene, made: ReadonlySet<string>): Promise<void> {
  const { unit, tx } = context;
  for (const column of unit.state.columns.values()) {
    const options = optionsOf(column);
    const kept: Option[] = [];
    for (const option of options) {
      const isOurs = made.has(option.id);
      const use = { columnId: column.id, optionId: option.id };
      if (!isOurs || (await isColumnUsed(tx, unit.boardId, use))) kept.push(option);
    }
    if (kept.length === options.length) continue;
    const settings = { ...column.settings, options: kept } as unknown as Column['settings'];
    const changes = { settings: { from: column.settings, to: settings } };
    context.emit(events.columnChanged, { columnId: column.id, changes });
  }
}

function optionsOf({ settings }: Column): Option[] {
  return (settings['options'] ?? []) as unknown as Option[];
}
