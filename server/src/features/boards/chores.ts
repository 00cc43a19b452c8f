import { createId } from '../../kernel/ids.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import { bumpEpochs } from '../../platform/access-epochs.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { MutateBoard } from '../../platform/board/mutate-board.ts';
import { mutateAsSystem, repeatOnBoards } from '../../platform/board/system-mutation.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Chore } from '../../platform/feature.ts';
import { purgeTrash } from './chores/purge-trash.ts';
import {
  claimDueBoard,
  findBoardsWithTrash,
  purgeBoardChunk,
  type DueBoard,
} from './store/trash.ts';
import { findLongLogs, trimChunk } from './store/trim-log.ts';
import { endOfRestoring, endOfTrash } from './trash.ts';

/** What the chores stand on. */
export interface BoardChoresParts {
  database: Database;
  mutateBoard: MutateBoard;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const BOARDS_AT_ONCE = 100;

/** Repeated work of the feature. Each step is a transaction that asks anew what is due, so any number may run at once. */
export function createChores(parts: BoardChoresParts): Chore[] {
  return [
    {
      name: 'boards.purge',
      intervalMs: HOUR_MS,
      async run(signal) {
        while (!signal.aborted && (await parts.database.write('all', purgeNextBoard)));
      },
    },
    {
      name: 'boards.purgeTrash',
      intervalMs: HOUR_MS,
      run: (signal) => emptyTrashes(parts, signal),
    },
    {
      name: 'boards.trimLogs',
      intervalMs: HOUR_MS,
      run: (signal) => trimLogs(parts, signal),
    },
  ];
}

async function emptyTrashes(
  { database, mutateBoard }: BoardChoresParts,
  signal: AbortSignal,
): Promise<void> {
  const end = endOfTrash(new Date());
  const places = await database.read('all', (tx) => findBoardsWithTrash(tx, end));
  await repeatOnBoards(places, signal, async (place) => {
    const { purged } = await mutateAsSystem<{ purged: number }>(mutateBoard, place, purgeTrash);
    return purged;
  });
}

async function trimLogs({ database }: BoardChoresParts, signal: AbortSignal): Promise<void> {
  for (let after = FIRST_ID; ;) {
    const page = await database.read('all', (tx) => findLongLogs(tx, after, BOARDS_AT_ONCE));
    for (const boardId of page) {
      while (!signal.aborted && (await database.write('all', (tx) => trimChunk(tx, boardId))) > 0);
    }
    after = page.at(-1) ?? after;
    if (page.length < BOARDS_AT_ONCE || signal.aborted) return;
  }
}

/** One short transaction of a board's end; false when none is due. A stopped process goes on where it was. */
async function purgeNextBoard(tx: Transaction): Promise<boolean> {
  const due = await claimDueBoard(tx, endOfRestoring(new Date()));
  if (due === null) return false;
  const isGone = await purgeBoardChunk(tx, due.id);
  if (isGone) await recordPurge(tx, due);
  return true;
}

/** Its log is gone with the board, so the organization's audit remembers. */
async function recordPurge(tx: Transaction, { id, organizationId, name }: DueBoard): Promise<void> {
  await bumpEpochs(tx, [{ kind: 'board', subjectId: id }]);
  await appendAudit(
    tx,
    [
      {
        action: 'board.purged',
        chain: { organizationId },
        target: { type: 'board', id },
        details: { name },
      },
    ],
    {
      actor: { kind: 'system', name: 'boards.purge' },
      info: { requestId: createId(), ipAddress: '', userAgent: '' },
      now: new Date(),
    },
  );
}
