import { z } from 'zod';
import { position, sequence } from './board-numbers.ts';
import { id, timestamp } from './common.ts';
import { columnTypes, colorNames, fieldValue, anyJson } from './column-types.ts';

/** A folder of boards. */
export const workspace = z
  .object({ id, organizationId: id, name: z.string(), createdAt: timestamp })
  .meta({ id: 'Workspace' });

/** A board without its content. */
export const board = z
  .object({
    id,
    organizationId: id,
    workspaceId: id,
    name: z.string(),
    description: z.string(),
    prefix: z.string().meta({ description: 'first part of item keys, as OPS of OPS-142' }),
    visibility: z.enum(['organization', 'private']),
    createdBy: id,
    createdAt: timestamp,
    archivedAt: timestamp.nullable(),
    deletedAt: timestamp.nullable(),
  })
  .meta({ id: 'Board' });

/** A column: what a field of every item holds. */
export const column = z
  .object({
    id,
    type: z.enum(columnTypes),
    name: z.string(),
    settings: z.record(z.string(), anyJson),
    pos: position,
    isHidden: z.boolean(),
    createdAt: timestamp,
    deletedAt: timestamp.nullable(),
  })
  .meta({ id: 'Column' });

/** A named section of a board. */
export const group = z
  .object({
    id,
    name: z.string(),
    color: z.enum(colorNames),
    pos: position,
    createdAt: timestamp,
    archivedAt: timestamp.nullable(),
    deletedAt: timestamp.nullable(),
  })
  .meta({ id: 'Group' });

/** A row of a board: in a group, or below another item. */
export const item = z
  .object({
    id,
    number: z.int().meta({ description: 'second part of the item’s key, as 142 of OPS-142' }),
    groupId: id.nullable().meta({ description: 'null for a sub-item' }),
    parentId: id.nullable().meta({ description: 'the item that a sub-item belongs to' }),
    pos: position,
    values: z.record(z.string(), fieldValue).meta({ description: 'by field: title, or column id' }),
    versions: z
      .record(z.string(), sequence)
      .meta({ description: 'sequence of each field’s last write' }),
    commentCount: z.int(),
    createdBy: id.nullable(),
    createdAt: timestamp,
    updatedBy: id.nullable(),
    updatedAt: timestamp,
    archivedAt: timestamp.nullable(),
    deletedAt: timestamp.nullable(),
  })
  .meta({ id: 'Item' });

/** A saved way to look at a board; without an owner it is everybody's. */
export const view = z
  .object({
    id,
    name: z.string(),
    kind: z.enum(['table', 'kanban', 'calendar', 'timeline', 'dashboard']),
    settings: z.record(z.string(), anyJson),
    ownerId: id.nullable(),
    pos: position,
  })
  .meta({ id: 'View' });

/** Two values for one field, waiting for a person to choose (live L22). */
export const fieldConflict = z
  .object({
    id,
    itemId: id,
    field: z.string(),
    proposed: fieldValue,
    proposedBy: id,
    standing: fieldValue,
    standingBy: id.nullable(),
    openedAt: timestamp,
    closesAt: timestamp.meta({ description: 'from then on the standing value has won' }),
  })
  .meta({ id: 'FieldConflict' });

/** Somebody whose id stands in fields of a board: a person, or a name out of an import. */
export const boardPerson = z
  .object({ id, name: z.string(), isPlaceholder: z.boolean() })
  .meta({ id: 'BoardPerson' });

/** A board's content is one of these by id; archived and deleted ones are among them until they are purged. */
export type Board = z.output<typeof board>;
export type Column = z.output<typeof column>;
export type Group = z.output<typeof group>;
export type Item = z.output<typeof item>;
export type View = z.output<typeof view>;
export type FieldConflict = z.output<typeof fieldConflict>;
