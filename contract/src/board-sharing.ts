import { z } from 'zod';
import { board } from './board-model.ts';
import { boardLevels } from './board-levels.ts';
import { done, id, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

const onBoard = { object: 'board', id: 'boardId' } as const;
const administer = { kind: 'permission', permission: 'board:administer', ...onBoard } as const;
const level = z.enum(boardLevels);

/** A person named on a board. */
export const boardMember = z
  .object({ userId: id, name: z.string(), email: z.string().nullable(), level })
  .meta({ id: 'BoardMember' });

/** A link that shows a board to whoever has it. */
export const boardLink = z
  .object({
    id,
    boardId: id,
    createdBy: id,
    createdAt: timestamp,
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable(),
  })
  .meta({ id: 'BoardLink' });

export const setVisibility = defineOperation({
  name: 'boards.setVisibility',
  summary: 'Open a board to the organization, or keep it to the people named on it.',
  method: 'PUT',
  path: '/boards/:boardId/visibility',
  access: administer,
  input: z.strictObject({ boardId: id, visibility: board.shape.visibility }),
  output: board,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const listMembers = defineOperation({
  name: 'boards.listMembers',
  summary: 'The people named on a board.',
  method: 'GET',
  path: '/boards/:boardId/members',
  access: { kind: 'permission', permission: 'board:read', ...onBoard, shareLinks: false },
  input: z.strictObject({ boardId: id }),
  output: z.array(boardMember),
  hasTag: 'answer',
});

export const setMember = defineOperation({
  name: 'boards.setMember',
  summary:
    'Name a member of the organization on a board, or change their level; nobody grants more than they hold.',
  method: 'PUT',
  path: '/boards/:boardId/members/:userId',
  access: administer,
  input: z.strictObject({ boardId: id, userId: id, level }),
  output: boardMember,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const removeMember = defineOperation({
  name: 'boards.removeMember',
  summary: 'Take a person off a board; a private board keeps one owner at least.',
  method: 'DELETE',
  path: '/boards/:boardId/members/:userId',
  access: administer,
  input: z.strictObject({ boardId: id, userId: id }),
  output: done,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const createLink = defineOperation({
  name: 'boards.createLink',
  summary:
    'Make a link that shows the board, read-only, to whoever has it; the secret is shown once.',
  method: 'POST',
  path: '/boards/:boardId/links',
  access: { ...administer, apiKeys: false },
  input: z.strictObject({
    boardId: id,
    expiresInDays: z.int().min(1).max(365).nullable().default(null),
  }),
  output: boardLink.extend({ token: z.string(), url: z.string() }),
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const listLinks = defineOperation({
  name: 'boards.listLinks',
  summary: 'The links that show a board.',
  method: 'GET',
  path: '/boards/:boardId/links',
  access: administer,
  input: z.strictObject({ boardId: id }),
  output: z.array(boardLink),
});

export const revokeLink = defineOperation({
  name: 'boards.revokeLink',
  summary: 'Make a link stop working, on open screens too.',
  method: 'DELETE',
  path: '/board-links/:linkId',
  access: {
    kind: 'permission',
    permission: 'board:administer',
    object: 'boardLink',
    id: 'linkId',
  },
  input: z.strictObject({ linkId: id }),
  output: done,
  changesBoard: true,
});
