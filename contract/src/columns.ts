import { z } from 'zod';
import { column } from './board-model.ts';
import { columnTypes, anyJson } from './column-types.ts';
import { id, name } from './common.ts';
import { defineOperation } from './define.ts';

const manageBoard = {
  kind: 'permission',
  permission: 'board:manage',
  object: 'board',
  id: 'boardId',
} as const;
const manage = {
  kind: 'permission',
  permission: 'board:manage',
  object: 'column',
  id: 'columnId',
} as const;
const settings = z.record(z.string(), anyJson).meta({ description: 'by the column’s type' });
const placement = { after: id.nullable().optional().meta({ description: 'null: first' }) };

export const create = defineOperation({
  name: 'columns.create',
  summary: 'Add a column to a board.',
  method: 'POST',
  path: '/boards/:boardId/columns',
  access: manageBoard,
  input: z.strictObject({
    boardId: id,
    id: id.optional().meta({ description: 'chosen by the caller, for optimistic edits' }),
    type: z.enum(columnTypes),
    name,
    settings: settings.default({}),
    ...placement,
  }),
  output: column,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const update = defineOperation({
  name: 'columns.update',
  summary:
    'Rename, set up, move or hide a column. Values that an option’s removal strands stay readable.',
  method: 'PATCH',
  path: '/columns/:columnId',
  access: manage,
  input: z.strictObject({
    columnId: id,
    name: name.optional(),
    settings: settings.optional(),
    isHidden: z.boolean().optional(),
    ...placement,
  }),
  output: column,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const remove = defineOperation({
  name: 'columns.delete',
  summary: 'Delete a column; its values come back when it is restored.',
  method: 'DELETE',
  path: '/columns/:columnId',
  access: manage,
  input: z.strictObject({ columnId: id }),
  output: column,
  changesBoard: true,
});

export const restore = defineOperation({
  name: 'columns.restore',
  summary: 'Bring a deleted column back with its values.',
  method: 'POST',
  path: '/columns/:columnId/restore',
  access: manage,
  input: z.strictObject({ columnId: id }),
  output: column,
  errors: ['CONFLICT'],
  changesBoard: true,
});
