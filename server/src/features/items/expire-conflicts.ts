import { z } from 'zod';
import { id } from '@boardwire/contract/common';
import { defineOperation } from '@boardwire/contract/define';
import * as events from '@boardwire/contract/item-events';
import { MINUTE_MS } from '../../kernel/time.ts';
import { implementOnBoard } from '../../platform/board/board-operation.ts';
import type { MutateBoard } from '../../platform/board/mutate-board.ts';
import {
  mutateAsSystem,
  repeatOnBoards,
  type BoardPlace,
} from '../../platform/board/system-mutation.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Chore } from '../../platform/feature.ts';

const spec = defineOperation({
  name: 'items.expireConflicts',
  summary: 'Closes the choices of a board that nobody made for 7 days.',
  method: 'POST',
  path: '/boards/:boardId/expire-conflicts',
  access: { kind: 'permission', permission: 'item:write', object: 'board', id: 'boardId' },
  input: z.strictObject({ boardId: id }),
  output: z.object({ expired: z.int() }),
  changesBoard: true,
});

/** Choices that one transaction closes. */
const CHUNK_CONFLICTS = 200;
/** Boards of one round; the next round finds the rest. */
const MAX_BOARDS = 500;
/** A choice may wait longer by this; the one who waits sees the day it ends. */
const INTERVAL_MS = 10 * MINUTE_MS;

/** The loser did not choose in time: the standing value wins (live L22). */
const expire = implementOnBoard(spec, {
  isSolo: true,
  async handle(_input, { unit, emit, now }) {
    const ids = await unit.loadWhere('conflicts', `t.closes_at <= $2 limit ${CHUNK_CONFLICTS}`, [
      now.toISOString(),
    ]);
    const due = ids.flatMap((conflictId) => unit.state.conflicts.get(conflictId) ?? []);
    for (const conflict of due) emit(events.conflictResolved, { conflict, outcome: 'expired' });
    return { expired: due.length };
  },
});

/** Closes choices whose days are over. */
export function createConflictChore(parts: {
  database: Database;
  mutateBoard: MutateBoard;
}): Chore {
  const { database, mutateBoard } = parts;
  return {
    name: 'items.expireConflicts',
    intervalMs: INTERVAL_MS,
    async run(signal) {
      const boards = await database.read('all', (tx) =>
        tx.query<BoardPlace>(
          `select distinct board_id as "boardId", organization_id as "organizationId" from field_conflicts
           where closes_at <= $1 limit ${MAX_BOARDS}`,
          [new Date().toISOString()],
        ),
      );
      await repeatOnBoards(boards, signal, async (place) => {
        const { expired } = await mutateAsSystem<{ expired: number }>(mutateBoard, place, expire);
        return expired;
      });
    },
  };
}
