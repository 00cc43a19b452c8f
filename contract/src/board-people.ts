import { z } from 'zod';
import { boardLevels } from './board-levels.ts';
import { id, pageInput, pageOf, searchText } from './common.ts';
import { defineOperation } from './define.ts';

const level = z.enum(boardLevels);

/** Somebody who can see a board, what they may do there, and why. */
export const personOnBoard = z
  .object({
    userId: id,
    name: z.string(),
    email: z.string().nullable(),
    role: z
      .object({ key: z.string().nullable(), name: z.string() })
      .nullable()
      .meta({ description: 'null when one may not see roles; then only the level is told' }),
    level: level.nullable().meta({ description: 'as named on the board; null: not named' }),
    byRole: level.nullable().meta({
      description: 'what the role gives here: on an open board, or because it sees every board',
    }),
    seesAll: z.boolean().meta({ description: 'the role sees private boards, too' }),
    can: level.meta({ description: 'what follows from both' }),
  })
  .meta({ id: 'PersonOnBoard' });

export const listPeople = defineOperation({
  name: 'boards.listPeople',
  summary:
    'Everybody who can see a board, by name, with why; who may not see the members sees those named on it.',
  method: 'GET',
  path: '/boards/:boardId/people',
  access: {
    kind: 'permission',
    permission: 'board:read',
    object: 'board',
    id: 'boardId',
    shareLinks: false,
  },
  input: z.strictObject({
    boardId: id,
    search: searchText
      .optional()
      .meta({ description: 'part of a name, or of an address that one may see' }),
    ...pageInput,
  }),
  output: pageOf(personOnBoard),
  paginated: true,
  hasTag: 'answer',
});

/** Somebody who can see a board. */
export type PersonOnBoard = z.output<typeof personOnBoard>;
