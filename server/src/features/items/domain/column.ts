import type {
  ColumnSettings,
  ColumnType,
  ConflictPolicy,
  FieldId,
  Json,
} from '@boardwire/contract/column-types';
import { unreachable } from '../../../kernel/assert.ts';

/** What decisions need to know of a field: a column with its settings, or the title. */
export type FieldColumn =
  | { id: 'title'; type: 'title'; settings: Record<never, never> }
  | {
      [Type in ColumnType]: { id: FieldId; type: Type; settings: ColumnSettings<Type> };
    }[ColumnType];

/** A value that may be stored, normalized, with null for empty; or what to do instead. */
export type Checked = { ok: true; value: Json | null } | { ok: false; message: string };

/** The title of every item as a field. */
export const titleField: FieldColumn = { id: 'title', type: 'title', settings: {} };

/** The answer that a value may be stored. */
export const accept = (value: Json | null): Checked => ({ ok: true, value });

/** The answer that a value may not be stored; the message says what to do. */
export const refuse = (message: string): Checked => ({ ok: false, message });

/** Whether the field holds a set of ids that deltas can join: tags, or several people. */
export function holdsSet(
  column: FieldColumn,
): column is Extract<FieldColumn, { type: 'tags' | 'person' }> {
  return (
    column.type === 'tags' || (column.type === 'person' && column.settings.isMultiple !== false)
  );
}

/** The policy of a field: the column's own choice or the default of its type (live L21). */
export function policyOf(column: FieldColumn): ConflictPolicy {
  const chosen = 'conflictPolicy' in column.settings ? column.settings.conflictPolicy : undefined;
  return chosen ?? defaultPolicy(column);
}

/** The table of live L21. Computed columns refuse every write, so what they answer here is never used. */
export function defaultPolicy(column: FieldColumn): ConflictPolicy {
  switch (column.type) {
    case 'title':
    case 'text':
    case 'longText':
    case 'tags':
      return 'merge';
    case 'person':
      return holdsSet(column) ? 'merge' : 'last_writer_wins';
    case 'number':
      if (column.settings.isCounter) return 'merge';
      return column.settings.isCritical ? 'user_choice' : 'last_writer_wins';
    case 'status':
    case 'date':
    case 'timeline':
    case 'checkbox':
    case 'rating':
    case 'link':
    case 'email':
    case 'phone':
    case 'createdAt':
    case 'createdBy':
    case 'updatedAt':
    case 'updatedBy':
      return 'last_writer_wins';
    default:
      return unreachable(column, 'unknown column');
  }
}
