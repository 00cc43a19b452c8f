import { z } from 'zod';
import { view } from './board-model.ts';
import { anyJson } from './column-types.ts';
import { id, name } from './common.ts';
import { defineOperation } from './define.ts';

const onBoard = { object: 'board', id: 'boardId' } as const;
const manage = {
  kind: 'permission',
  permission: 'board:manage',
  object: 'view',
  id: 'viewId',
} as const;
/** Filters, sort, grouping and hidden columns, as the web app writes them; at most 64 kB. */
const settings = z
  .record(z.string(), anyJson)
  .refine((value) => JSON.stringify(value).length <= 65_536, 'At most 64 kB');
const content = { name, kind: view.shape.kind.default('table'), settings: settings.default({}) };

export const create = defineOperation({
  name: 'views.create',
  summary: 'Save a view of a board for everybody.',
  method: 'POST',
  path: '/boards/:boardId/views',
  access: { kind: 'permission', permission: 'board:manage', ...onBoard },
  input: z.strictObject({ boardId: id, id: id.optional(), ...content }),
  output: view,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const update = defineOperation({
  name: 'views.update',
  summary: 'Change a view that everybody uses.',
  method: 'PATCH',
  path: '/views/:viewId',
  access: manage,
  input: z.strictObject({
    viewId: id,
    name: name.optional(),
    settings: settings.optional(),
    after: id.nullable().optional(),
  }),
  output: view,
  changesBoard: true,
});

export const remove = defineOperation({
  name: 'views.delete',
  summary: 'Delete a view that everybody uses.',
  method: 'DELETE',
  path: '/views/:viewId',
  access: manage,
  input: z.strictObject({ viewId: id }),
  output: view,
  changesBoard: true,
});

export const listOwn = defineOperation({
  name: 'views.listOwn',
  summary: 'One’s own views of a board.',
  method: 'GET',
  path: '/boards/:boardId/own-views',
  access: { kind: 'permission', permission: 'board:read', ...onBoard, shareLinks: false },
  input: z.strictObject({ boardId: id }),
  output: z.array(view),
  hasTag: 'answer',
});

export const saveOwn = defineOperation({
  name: 'views.saveOwn',
  summary: 'Save a view of a board for oneself, or replace it.',
  method: 'PUT',
  path: '/boards/:boardId/own-views/:ownViewId',
  access: { kind: 'permission', permission: 'board:read', ...onBoard, shareLinks: false },
  input: z.strictObject({ boardId: id, ownViewId: id, ...content }),
  output: view,
  errors: ['CONFLICT'],
});

export const deleteOwn = defineOperation({
  name: 'views.deleteOwn',
  summary: 'Delete one’s own view of a board.',
  method: 'DELETE',
  path: '/boards/:boardId/own-views/:ownViewId',
  access: { kind: 'permission', permission: 'board:read', ...onBoard, shareLinks: false },
  input: z.strictObject({ boardId: id, ownViewId: id }),
  output: view,
});
