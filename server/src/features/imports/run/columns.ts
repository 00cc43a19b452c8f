import * as events from '@boardwire/contract/board-events';
import type { Column } from '@boardwire/contract/board-model';
import { columnSettings, type ColumnType } from '@boardwire/contract/column-types';
import { createId } from '../../../kernel/ids.ts';
import { rankBetween } from '../../../kernel/rank.ts';
import { conflict } from '../../../platform/refusal.ts';
import { toField, type FieldColumn } from '../../items/index.ts';
import type { DraftColumn } from '../formats/draft-board.ts';
import type { ImportedObject } from '../store/objects.ts';
import { toStoredKey } from './keys.ts';
import { placeOptions, type Option } from './options.ts';
import { BOARD_MAX_COLUMNS, type RunScene } from './scene.ts';

/** A column of the board that takes values of the file. */
export interface TargetColumn {
  name: string;
  field: FieldColumn;
  /** Ids of options by the file's key; empty for other types. */
  options: ReadonlyMap<string, string>;
  /** Text of any length in the file: what is too long goes on in comments. */
  isLong: boolean;
}

/** What earlier runs made, and columns that were there before. */
export interface KnownColumns {
  known: ReadonlyMap<string, ImportedObject>;
  /** By name and type; each is taken once. */
  free: Map<string, Column>;
}

/** Where the first attachment of an item goes. */
export const ATTACHMENT_KEY = '#attachment';
/** Where texts go that have no column of their own. */
export const DESCRIPTION_KEY = 'description';

/** Finds or makes the file's columns on the board, by the file's key. */
export function placeColumns(
  scene: RunScene,
  known: ReadonlyMap<string, ImportedObject>,
): { columns: Map<string, TargetColumn>; places: KnownColumns } {
  const { draft, context } = scene;
  const { columns: existing } = context.unit.state;
  const free = new Map<string, Column>();
  for (const column of existing.values()) {
    if (column.deletedAt === null) free.set(nameType(column.name, column.type), column);
  }
  for (const { objectId } of known.values()) {
    const taken = existing.get(objectId);
    if (taken !== undefined) free.delete(nameType(taken.name, taken.type));
  }
  const places = { known, free };
  const columns = new Map<string, TargetColumn>();
  for (const column of draft.columns) columns.set(column.key, placeColumn(scene, column, places));
  if ((draft.counts['attachments'] ?? 0) > 0) {
    const attachment = addedColumn(scene, ATTACHMENT_KEY, 'Attachment', 'link');
    columns.set(ATTACHMENT_KEY, placeColumn(scene, attachment, places));
  }
  return { columns, places };
}

/** A column that the file does not have; its name is not taken by one that it has. */
function addedColumn(
  { draft }: RunScene,
  key: string,
  wanted: string,
  type: DraftColumn['type'],
): DraftColumn {
  const taken = new Set(draft.columns.map(({ name }) => name.toLowerCase()));
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted} ${number}`;
  return { key, name, type, options: [] };
}

/** The column for texts without one; null when the board has no room for it. */
export function addDescription(scene: RunScene, places: KnownColumns): TargetColumn | null {
  if (countAlive(scene) >= BOARD_MAX_COLUMNS) return null;
  const draft = addedColumn(scene, DESCRIPTION_KEY, 'Description', 'longText');
  return placeColumn(scene, draft, places);
}

function placeColumn(
  scene: RunScene,
  draft: DraftColumn,
  { known, free }: KnownColumns,
): TargetColumn {
  const { context, claimed, unsaved } = scene;
  const key = toStoredKey(draft.key);
  const { type } = draft;
  const seen = { name: draft.name };
  const before = known.get(`column:${key}`);
  const column = before && context.unit.state.columns.get(before.objectId);
  if (before !== undefined && column !== undefined && isUsable(column, type)) {
    unsaved.push({ ...before, seen });
    return updateColumn(scene, column, { draft, known, seenName: before.seen?.name });
  }
  const namesake = free.get(nameType(draft.name, type));
  if (namesake !== undefined) {
    free.delete(nameType(draft.name, type));
    unsaved.push({ kind: 'column', key, objectId: namesake.id, importId: null, seen });
    return updateColumn(scene, namesake, { draft, known, seenName: undefined });
  }
  const { options, ids } = placeOptions(scene, draft, { existing: [], known });
  const made = makeColumn(scene, draft, options);
  unsaved.push({ kind: 'column', key, objectId: made.id, importId: claimed.id, seen });
  return toTarget(made, draft, ids);
}

function makeColumn(scene: RunScene, draft: DraftColumn, options: readonly Option[]): Column {
  const { context, created } = scene;
  const count = countAlive(scene);
  if (count >= BOARD_MAX_COLUMNS) {
    const message = `“${draft.name}” would be column ${count + 1} of the board, which takes ${BOARD_MAX_COLUMNS}: ignore columns of the file, or import it as a board of its own`;
    throw conflict('too_many_columns', message);
  }
  const { type } = draft;
  const settings = {
    ...(type === 'status' || type === 'tags' ? { options } : {}),
    ...(draft.unit === undefined ? {} : { unit: draft.unit }),
  };
  const last = [...context.unit.state.columns.values()].reduce<string | null>(
    (most, { pos }) => (most === null || pos > most ? pos : most),
    null,
  );
  const column: Column = {
    id: createId(),
    type,
    name: draft.name,
    settings: columnSettings[type].parse(settings) as Column['settings'],
    pos: rankBetween(last, null),
    isHidden: false,
    createdAt: context.now.toISOString(),
    deletedAt: null,
  };
  context.emit(events.columnCreated, { column });
  created.add('columns');
  return column;
}

/** Adds options that are new in the file; a name that somebody changed here stays. */
function updateColumn(
  scene: RunScene,
  column: Column,
  {
    draft,
    known,
    seenName,
  }: { draft: DraftColumn; known: KnownColumns['known']; seenName: string | undefined },
): TargetColumn {
  const { context, updated, unchanged } = scene;
  const existing = (column.settings['options'] ?? []) as unknown as Option[];
  const { options, ids, isChanged } = placeOptions(scene, draft, { existing, known });
  const isRenamed = seenName !== undefined && seenName !== draft.name && column.name === seenName;
  const settings = { ...column.settings, options } as unknown as Column['settings'];
  const changes = {
    ...(isChanged && { settings: { from: column.settings, to: settings } }),
    ...(isRenamed && { name: { from: column.name, to: draft.name } }),
  };
  if (Object.keys(changes).length > 0) {
    context.emit(events.columnChanged, { columnId: column.id, changes });
    updated.add('columns');
  } else unchanged.add('columns');
  return toTarget(context.unit.state.columns.get(column.id) ?? column, draft, ids);
}

function toTarget(
  column: Column,
  draft: DraftColumn,
  options: ReadonlyMap<string, string>,
): TargetColumn {
  return { name: column.name, field: toField(column), options, isLong: draft.type === 'longText' };
}

function isUsable(column: Column, type: ColumnType): boolean {
  // Before long texts could be imported, they became texts: such a column goes on.
  const isSame = column.type === type || (type === 'longText' && column.type === 'text');
  return column.deletedAt === null && isSame;
}

function nameType(name: string, type: ColumnType): string {
  return `${type}:${name.trim().toLowerCase()}`;
}

function countAlive({ context }: RunScene): number {
  const { columns } = context.unit.state;
  return [...columns.values()].filter(({ deletedAt }) => deletedAt === null).length;
}
