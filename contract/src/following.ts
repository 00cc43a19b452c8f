import { z } from 'zod';
import { id } from './common.ts';
import { defineOperation } from './define.ts';

const access = {
  kind: 'permission',
  permission: 'board:read',
  object: 'item',
  id: 'itemId',
  shareLinks: false,
} as const;

const following = z
  .object({
    follows: z.boolean(),
    because: z
      .enum(['chosen', 'assigned', 'commented', 'nothing'])
      .meta({ description: '`chosen`: one made it, was mentioned, or said so oneself' }),
  })
  .meta({ id: 'Following' });

export const get = defineOperation({
  name: 'following.get',
  summary: 'Whether one follows an item, and why.',
  method: 'GET',
  path: '/items/:itemId/following',
  access,
  input: z.strictObject({ itemId: id }),
  output: following,
});

export const set = defineOperation({
  name: 'following.set',
  summary:
    'Follow an item, to hear of its comments and of its status, or follow it no longer; mentions and assignments are told all the same.',
  method: 'PUT',
  path: '/items/:itemId/following',
  access,
  input: z.strictObject({ itemId: id, follows: z.boolean() }),
  output: following,
});
