import { z } from 'zod';
import { board, boardPerson, column, fieldConflict, group, item, view } from './board-model.ts';
import { sequence } from './board-numbers.ts';
import { anyJson } from './column-types.ts';
import { id, name, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { permissionNames } from './permissions.ts';

const onBoard = { object: 'board', id: 'boardId' } as const;
const read = { kind: 'permission', permission: 'board:read', ...onBoard } as const;
const manage = { kind: 'permission', permission: 'board:manage', ...onBoard } as const;
const administer = { kind: 'permission', permission: 'board:administer', ...onBoard } as const;

/** First part of item keys: 2 to 10 capital letters and digits, a letter first. */
const prefix = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z][A-Z0-9]{1,9}$/, '2 to 10 letters and digits, a letter first');
const description = z.string().trim().max(2_000, 'At most 2,000 characters');

/** A board as a list shows it, with what the caller may do on it. */
export const listedBoard = board
  .extend({ permissions: z.array(z.enum(permissionNames)) })
  .meta({ id: 'ListedBoard' });

export const create = defineOperation({
  name: 'boards.create',
  summary: 'Create a board with a first group; one becomes its owner.',
  method: 'POST',
  path: '/workspaces/:workspaceId/boards',
  access: {
    kind: 'permission',
    permission: 'boards:create',
    object: 'workspace',
    id: 'workspaceId',
  },
  input: z.strictObject({
    workspaceId: id,
    name,
    description: description.default(''),
    prefix: prefix.optional().meta({ description: 'made from the name when it is missing' }),
    visibility: board.shape.visibility.default('organization'),
  }),
  output: listedBoard,
  errors: ['CONFLICT'],
});

export const list = defineOperation({
  name: 'boards.list',
  summary: 'The boards of an organization that one may see, by name.',
  method: 'GET',
  path: '/organizations/:organizationId/boards',
  access: {
    kind: 'permission',
    permission: 'organization:read',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({
    organizationId: id,
    workspaceId: id.optional(),
    state: z.enum(['active', 'archived', 'deleted']).default('active'),
    ...pageInput,
  }),
  output: pageOf(listedBoard),
  paginated: true,
  hasTag: 'answer',
});

export const get = defineOperation({
  name: 'boards.get',
  summary: 'A board and what one may do on it.',
  method: 'GET',
  path: '/boards/:boardId',
  access: read,
  input: z.strictObject({ boardId: id }),
  output: listedBoard,
  hasTag: 'answer',
});

/** All of a board at one sequence number (live L7). */
export const boardSnapshot = z
  .object({
    epoch: z.int(),
    seq: sequence,
    board,
    permissions: z.array(z.enum(permissionNames)),
    columns: z.array(column),
    groups: z.array(group),
    views: z.array(view),
    conflicts: z.array(fieldConflict),
    people: z.array(boardPerson),
    items: z.array(item),
  })
  .meta({ id: 'BoardSnapshot' });

export const snapshot = defineOperation({
  name: 'boards.snapshot',
  summary: 'All of a board as of one sequence number, to follow it live from there.',
  method: 'GET',
  path: '/boards/:boardId/snapshot',
  access: read,
  input: z.strictObject({ boardId: id }),
  output: boardSnapshot,
  hasTag: 'rows',
});

/** One committed change of a board, as the log keeps it. */
export const change = z
  .object({
    seq: sequence,
    id,
    actor: z.object({ kind: z.string(), userId: id.optional(), name: z.string().optional() }),
    client: z.string().optional(),
    mid: z.int().optional(),
    at: timestamp,
    event: z.object({ type: z.string(), data: z.record(z.string(), anyJson) }),
  })
  .meta({ id: 'BoardChange' });

export const changes = defineOperation({
  name: 'boards.changes',
  summary:
    'What happened on a board after a sequence number, in order, without gap or repeat; or that a snapshot is needed.',
  method: 'GET',
  path: '/boards/:boardId/changes',
  access: read,
  input: z.strictObject({
    boardId: id,
    epoch: z.coerce.number<number>().int(),
    since: z.coerce.number<number>().int().min(0),
    limit: z.coerce.number<number>().int().min(1).max(1_000).default(500),
  }),
  output: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('changes'),
      epoch: z.int(),
      seq: sequence.meta({ description: 'the board’s newest; more is there while it is ahead' }),
      changes: z.array(change),
    }),
    z.object({
      kind: z.literal('snapshotRequired'),
      reason: z.enum(['epoch', 'behind', 'ahead']),
      epoch: z.int(),
      seq: sequence,
    }),
  ]),
});

export const activity = defineOperation({
  name: 'boards.activity',
  summary: 'Who changed what on a board, or on one item of it, newest first.',
  method: 'GET',
  path: '/boards/:boardId/activity',
  access: { ...read, shareLinks: false },
  input: z.strictObject({ boardId: id, itemId: id.optional(), ...pageInput }),
  output: pageOf(change),
  paginated: true,
  hasTag: 'answer',
});

export const update = defineOperation({
  name: 'boards.update',
  summary: 'Change a board’s name, description, prefix or workspace.',
  method: 'PATCH',
  path: '/boards/:boardId',
  access: manage,
  input: z.strictObject({
    boardId: id,
    name: name.optional(),
    description: description.optional(),
    prefix: prefix.optional(),
    workspaceId: id.optional(),
  }),
  output: board,
  errors: ['CONFLICT'],
  changesBoard: true,
});

/** An operation that archives, deletes or brings back a board. */
function stateOperation<const Name extends string>(verb: Name, summary: string) {
  return defineOperation({
    name: `boards.${verb}`,
    summary,
    method: 'POST',
    path: `/boards/:boardId/${verb}`,
    access: administer,
    input: z.strictObject({ boardId: id }),
    output: board,
    errors: ['CONFLICT'],
    changesBoard: true,
  });
}

export const archive = stateOperation('archive', 'Put a board away; it can still be read.');
export const unarchive = stateOperation('unarchive', 'Bring an archived board back.');
export const restore = stateOperation('restore', 'Take a board out of the trash.');

export const remove = defineOperation({
  name: 'boards.delete',
  summary: 'Put a board into the trash, where it can be restored for 30 days.',
  method: 'DELETE',
  path: '/boards/:boardId',
  access: administer,
  input: z.strictObject({ boardId: id }),
  output: board,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const duplicate = defineOperation({
  name: 'boards.duplicate',
  summary: 'Copy a board’s columns, groups and shared views into a new board, without items.',
  method: 'POST',
  path: '/boards/:boardId/duplicate',
  access: { ...read, shareLinks: false },
  input: z.strictObject({ boardId: id, name: name.optional() }),
  output: listedBoard,
  errors: ['CONFLICT'],
});
