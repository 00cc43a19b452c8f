import * as events from '@boardwire/contract/board-events';
import type { Board } from '@boardwire/contract/board-model';
import * as contract from '@boardwire/contract/boards';
import type { OperationSpec } from '@boardwire/contract/define';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { findWorkspace, readPrefixes } from '../store/boards.ts';
import { requireRestorable } from '../trash.ts';
import { changesBetween } from './changes.ts';
import { requireEditable } from './editable.ts';

const update = implementOnBoard(contract.update, {
  // It reads other boards' prefixes, which a batch's own writes are not among.
  isSolo: true,
  async handle({ boardId: _boardId, ...wanted }, context) {
    requireEditable(context);
    const { board } = context.unit.state;
    if (wanted.workspaceId !== undefined) await requireOwnWorkspace(context, wanted.workspaceId);
    if (wanted.prefix !== undefined && wanted.prefix !== board.prefix) {
      const taken = await readPrefixes(context.tx, board.organizationId);
      if (taken.has(wanted.prefix)) {
        throw conflict(
          'prefix_taken',
          `Another board uses ${wanted.prefix}: choose another prefix`,
        );
      }
    }
    return change(context, wanted);
  },
});

async function requireOwnWorkspace({ tx, unit }: BoardContext, id: string): Promise<void> {
  const found = await findWorkspace(tx, id);
  if (found?.organizationId !== unit.organizationId) throw notFound('This workspace');
}

/** An operation that only sets a moment of the board. */
function stateOperation(
  spec: OperationSpec,
  check: (board: Board, now: Date) => void,
  changeTo: (now: string) => Partial<Board>,
): BoardOperation {
  return implementOnBoard(spec as typeof contract.archive, {
    async handle(_input, context) {
      check(context.unit.state.board, context.now);
      const board = change(context, changeTo(context.now.toISOString()));
      context.audit({
        action: spec.name,
        chain: { organizationId: board.organizationId },
        target: { type: 'board', id: board.id },
        details: { name: board.name },
      });
      if (board.deletedAt !== null || spec.name === contract.restore.name) {
        context.bumpEpoch({ kind: 'board', subjectId: board.id });
      }
      return board;
    },
  });
}

function change(
  { unit, emit }: BoardContext,
  wanted: Parameters<typeof changesBetween<Board>>[1],
): Board {
  const changes = changesBetween(unit.state.board, wanted);
  if (Object.keys(changes).length > 0) emit(events.boardChanged, { changes });
  return unit.state.board;
}

function requireOutOfTrash({ deletedAt }: Board): void {
  if (deletedAt !== null)
    throw conflict('board_deleted', 'The board is in the trash: restore it first');
}

/** Changing, archiving, deleting and restoring a board. */
export const boardStateOperations: readonly BoardOperation[] = [
  update,
  stateOperation(contract.archive, requireOutOfTrash, (now) => ({ archivedAt: now })),
  stateOperation(contract.unarchive, requireOutOfTrash, () => ({ archivedAt: null })),
  stateOperation(
    contract.remove,
    () => undefined,
    (now) => ({ deletedAt: now }),
  ),
  stateOperation(contract.restore, requireRestorable, () => ({ deletedAt: null })),
];
