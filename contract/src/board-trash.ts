import { z } from 'zod';
import { done, id } from './common.ts';
import { defineOperation } from './define.ts';

const access = {
  kind: 'permission',
  permission: 'board:administer',
  object: 'board',
  id: 'boardId',
} as const;

export const deleteForGood = defineOperation({
  name: 'boards.deleteForGood',
  summary:
    'Remove a board that is in the trash, before its 30 days are over; nothing brings it back.',
  method: 'POST',
  path: '/boards/:boardId/delete-for-good',
  access,
  input: z.strictObject({
    boardId: id,
    name: z
      .string()
      .max(500)
      .meta({ description: 'the board’s name, as a proof that it is meant' }),
  }),
  output: done,
  errors: ['CONFLICT'],
  changesBoard: true,
});

/** Most things that one call may take out of a trash. */
const PURGE_MAX = 500;
const chosen = z.array(id).max(PURGE_MAX, `At most ${PURGE_MAX} at once`).default([]);

export const purgeFromTrash = defineOperation({
  name: 'boards.purgeFromTrash',
  summary:
    'Remove items, groups and columns that are in a board’s trash, with all that is in them; nothing brings them back.',
  method: 'POST',
  path: '/boards/:boardId/trash/purge',
  access,
  input: z.strictObject({ boardId: id, itemIds: chosen, groupIds: chosen, columnIds: chosen }),
  output: z.object({
    purged: z.int().meta({ description: 'sub-items and items of groups included' }),
  }),
  errors: ['CONFLICT'],
  changesBoard: true,
});
