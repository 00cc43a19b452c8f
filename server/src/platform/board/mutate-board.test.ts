import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { id } from '@boardwire/contract/common';
import { defineOperation } from '@boardwire/contract/define';
import { itemPurged } from '@boardwire/contract/item-events';
import { createLog } from '../log.ts';
import { implementOnBoard } from './board-operation.ts';
import { createBoardUnits } from './board-units.ts';
import { createMutateBoard } from './mutate-board.ts';
import type { Mutation } from './mutation.ts';

const organizationId = crypto.randomUUID();
const boardId = crypto.randomUUID();
const ROW = { id: boardId, organizationId, seq: 0, epoch: 1, nextItemNumber: 1, deletedAt: null };

/** A writer over a database that has one empty board and takes everything. */
function createWriter(onCommitted: () => void) {
  const query = async (text: string) => (/ from boards as t /.test(text) ? [ROW] : []);
  const tx = { query, commitBehind: () => undefined };
  const table = { table: 'rows', columns: { id: ['id', 'uuid'] } } as const;
  const names = ['groups', 'columns', 'views', 'items', 'conflicts', 'comments'] as const;
  return createMutateBoard({
    database: { write: (_scope: unknown, work: (open: typeof tx) => unknown) => work(tx) },
    units: createBoardUnits(Object.fromEntries(names.map((name) => [name, table])) as never),
    access: { loadBoard: async () => () => null, loadGrants: async () => new Map() },
    epochs: { apply: () => undefined },
    log: createLog('silent'),
    onCommitted,
  } as never);
}

const spec = defineOperation({
  name: 'items.purge',
  summary: 'Removes an item.',
  method: 'POST',
  path: '/boards/:boardId/purge',
  access: { kind: 'permission', permission: 'board:manage', object: 'board', id: 'boardId' },
  input: z.strictObject({ boardId: id }),
  output: z.object({ seq: z.int() }),
  changesBoard: true,
});

describe('the writer of boards', () => {
  it('live L4: what is committed does not run again when others cannot be told of it', async () => {
    let runs = 0;
    const operation = implementOnBoard(spec, {
      async handle(_input, { emit }) {
        runs += 1;
        return { seq: emit(itemPurged, { itemId: crypto.randomUUID() }) };
      },
    });
    const mutateBoard = createWriter(() => {
      throw new Error('the room is broken');
    });
    const mutation: Mutation = {
      boardId,
      organizationId,
      actor: { kind: 'system', name: 'test' },
      request: { requestId: 'r', ipAddress: '', userAgent: '' },
      calls: [{ operation, input: { boardId } }],
    };
    const outcomes = await Promise.all([mutateBoard(mutation), mutateBoard(mutation)]);
    // Behind everything that the first two started.
    outcomes.push(await mutateBoard(mutation));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(runs).toBe(3);
  });
});
