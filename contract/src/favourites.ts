import { z } from 'zod';
import { listedBoard } from './boards.ts';
import { done, id } from './common.ts';
import { defineOperation } from './define.ts';

const onOrganization = {
  kind: 'permission',
  permission: 'organization:read',
  object: 'organization',
  id: 'organizationId',
} as const;
const onBoard = {
  kind: 'permission',
  permission: 'board:read',
  object: 'board',
  id: 'boardId',
  shareLinks: false,
} as const;

/** Most boards that one person keeps as favourites in an organization. */
export const FAVOURITES_MAX = 100;

export const list = defineOperation({
  name: 'favourites.list',
  summary: 'One’s favourite boards of an organization that are in use, in one’s own order.',
  method: 'GET',
  path: '/organizations/:organizationId/favourites',
  access: onOrganization,
  input: z.strictObject({ organizationId: id }),
  output: z.array(listedBoard),
  hasTag: 'answer',
});

export const add = defineOperation({
  name: 'favourites.add',
  summary:
    'Keep a board as a favourite, behind the others; one that is kept already stays where it is.',
  method: 'PUT',
  path: '/boards/:boardId/favourite',
  access: onBoard,
  input: z.strictObject({ boardId: id }),
  output: done,
  errors: ['CONFLICT'],
});

export const remove = defineOperation({
  name: 'favourites.remove',
  summary: 'Keep a board as a favourite no longer.',
  method: 'DELETE',
  path: '/boards/:boardId/favourite',
  access: onBoard,
  input: z.strictObject({ boardId: id }),
  output: done,
});

export const move = defineOperation({
  name: 'favourites.move',
  summary: 'Give a favourite another place among one’s favourites.',
  method: 'POST',
  path: '/boards/:boardId/favourite/move',
  access: onBoard,
  input: z.strictObject({
    boardId: id,
    after: id.nullable().meta({ description: 'the favourite board to stand behind; null: first' }),
  }),
  output: done,
});

export const listRecent = defineOperation({
  name: 'recents.list',
  summary: 'The boards of an organization that one opened last, newest first.',
  method: 'GET',
  path: '/organizations/:organizationId/recents',
  access: onOrganization,
  input: z.strictObject({
    organizationId: id,
    limit: z.coerce.number<number>().int().min(1).max(30).default(10),
  }),
  output: z.array(listedBoard.extend({ openedAt: z.iso.datetime() })),
  hasTag: 'answer',
});

export const touchRecent = defineOperation({
  name: 'recents.touch',
  summary: 'Note that one has opened a board.',
  method: 'PUT',
  path: '/boards/:boardId/visit',
  access: onBoard,
  input: z.strictObject({ boardId: id }),
  output: done,
});
