import { z } from 'zod';
import { group } from './board-model.ts';
import { colorNames } from './column-types.ts';
import { id, name } from './common.ts';
import { defineOperation } from './define.ts';

const manage = {
  kind: 'permission',
  permission: 'board:manage',
  object: 'group',
  id: 'groupId',
} as const;
const placement = { after: id.nullable().optional().meta({ description: 'null: first' }) };

export const create = defineOperation({
  name: 'groups.create',
  summary: 'Add a group to a board.',
  method: 'POST',
  path: '/boards/:boardId/groups',
  access: { kind: 'permission', permission: 'board:manage', object: 'board', id: 'boardId' },
  input: z.strictObject({
    boardId: id,
    id: id.optional().meta({ description: 'chosen by the caller, for optimistic edits' }),
    name,
    color: z.enum(colorNames).optional(),
    ...placement,
  }),
  output: group,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const update = defineOperation({
  name: 'groups.update',
  summary: 'Rename, recolour or move a group.',
  method: 'PATCH',
  path: '/groups/:groupId',
  access: manage,
  input: z.strictObject({
    groupId: id,
    name: name.optional(),
    color: z.enum(colorNames).optional(),
    ...placement,
  }),
  output: group,
  changesBoard: true,
});

/** An operation that archives, deletes or brings back a group with its items. */
function stateOperation<const Name extends string>(verb: Name, summary: string) {
  return defineOperation({
    name: `groups.${verb}`,
    summary,
    method: 'POST',
    path: `/groups/:groupId/${verb}`,
    access: manage,
    input: z.strictObject({ groupId: id }),
    output: group,
    errors: ['CONFLICT'],
    changesBoard: true,
  });
}

export const archive = stateOperation('archive', 'Put a group away with its items.');
export const unarchive = stateOperation('unarchive', 'Bring an archived group back.');
export const restore = stateOperation('restore', 'Take a group and its items out of the trash.');

export const remove = defineOperation({
  name: 'groups.delete',
  summary: 'Put a group and its items into the trash; a board keeps one group at least.',
  method: 'DELETE',
  path: '/groups/:groupId',
  access: manage,
  input: z.strictObject({ groupId: id }),
  output: group,
  errors: ['CONFLICT'],
  changesBoard: true,
});
