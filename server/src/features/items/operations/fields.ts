import type { Column } from '@boardwire/contract/board-model';
import type { FieldChange, FieldId, FieldValue } from '@boardwire/contract/column-types';
import type { BoardContext } from '../../../platform/board/board-operation.ts';
import { conflict, invalid, type Refusal } from '../../../platform/refusal.ts';
import { titleField, type FieldColumn } from '../domain/column.ts';
import type { People } from '../domain/field-value.ts';
import { findPeople } from '../store/people.ts';

/** The field of a board by its id. Throws VALIDATION_ERROR or CONFLICT naming `path`. */
export function requireField({ unit }: BoardContext, fieldId: FieldId, path: string): FieldColumn {
  if (fieldId === titleField.id) return titleField;
  const column = unit.state.columns.get(fieldId);
  if (column === undefined) throw invalid({ path, message: 'Not a column of this board' });
  if (column.deletedAt !== null) {
    throw conflict('column_deleted', `The column "${column.name}" is deleted: restore it first`);
  }
  return toField(column);
}

/** A column as far as values are concerned. */
export function toField({ id, type, settings }: Column): FieldColumn {
  // The settings were checked by the type's own schema when they were stored.
  return { id, type, settings } as unknown as FieldColumn;
}

/** Refuses a value, naming the field by its path and its column's name. */
export function invalidField(
  { unit }: BoardContext,
  fieldId: FieldId,
  { path, message }: { path: string; message: string },
): Refusal {
  const name = unit.state.columns.get(fieldId)?.name;
  return invalid({ path, message: name === undefined ? message : `${name}: ${message}` });
}

/** Plain values and changes of one call as changes by field. Throws VALIDATION_ERROR when both name a field. */
export function gatherChanges(
  values: Record<FieldId, FieldValue> | undefined,
  changes: Record<FieldId, FieldChange> | undefined,
): Map<FieldId, { change: FieldChange; path: string }> {
  const gathered = new Map<FieldId, { change: FieldChange; path: string }>();
  for (const [field, value] of Object.entries(values ?? {})) {
    gathered.set(field, { change: { set: value }, path: `values.${field}` });
  }
  for (const [field, change] of Object.entries(changes ?? {})) {
    const path = `changes.${field}`;
    if (gathered.has(field)) throw invalid({ path, message: 'It stands in values already' });
    gathered.set(field, { change, path });
  }
  return gathered;
}

/** The people that writes name and who can see the board; null when they name nobody. */
export async function loadPeople(
  { tx, unit }: BoardContext,
  writes: Iterable<{ field: FieldColumn; change: FieldChange }>,
): Promise<People> {
  const ids = new Set<string>();
  for (const { field, change } of writes) {
    if (field.type !== 'person') continue;
    const named = 'set' in change ? change.set : 'add' in change ? (change.add ?? []) : [];
    if (Array.isArray(named)) for (const id of named) if (typeof id === 'string') ids.add(id);
  }
  if (ids.size === 0) return null;
  const { organizationId, boardId, state } = unit;
  return findPeople(
    tx,
    { organizationId, boardId, isPrivate: state.board.visibility === 'private' },
    [...ids],
  );
}
