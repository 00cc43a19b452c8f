import { z } from 'zod';
import { fieldConflict } from './board-model.ts';
import { sequence } from './board-numbers.ts';
import { fieldValue } from './column-types.ts';
import { id } from './common.ts';
import { defineOperation } from './define.ts';
import { itemWritten } from './items.ts';

const onBoard = { object: 'board', id: 'boardId' } as const;

export const resolveConflict = defineOperation({
  name: 'items.resolveConflict',
  summary: 'Choose the value of a field that two people gave different ones.',
  method: 'POST',
  path: '/conflicts/:conflictId/resolve',
  access: { kind: 'permission', permission: 'item:write', object: 'conflict', id: 'conflictId' },
  input: z.strictObject({
    conflictId: id,
    value: fieldValue,
    version: sequence.meta({ description: 'of the standing value that the chooser saw' }),
  }),
  output: itemWritten,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const conflicts = defineOperation({
  name: 'items.conflicts',
  summary: 'Choices that wait on a board.',
  method: 'GET',
  path: '/boards/:boardId/conflicts',
  access: { kind: 'permission', permission: 'board:read', ...onBoard, shareLinks: false },
  input: z.strictObject({ boardId: id }),
  output: z.array(fieldConflict),
});
