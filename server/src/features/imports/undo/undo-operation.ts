import { z } from 'zod';
import * as events from '@boardwire/contract/board-events';
import { id } from '@boardwire/contract/common';
import { defineOperation } from '@boardwire/contract/define';
import { implementOnBoard, type BoardOperation } from '../../../platform/board/board-operation.ts';
import type { Heartbeat } from '../run/heartbeat.ts';
import { stopped } from '../run/scene.ts';
import { finishUndo, type ClaimedImport } from '../store/claims.ts';
import { deleteBoard, deleteItems, deleteObjects, hasOtherItems } from '../store/undo.ts';
import { purgeItems } from './purge-items.ts';
import { purgeStructure } from './purge-structure.ts';
import { revertItems } from './revert-items.ts';
import type { UndoScene } from './undo-scene.ts';

const spec = defineOperation({
  name: 'imports.runUndo',
  summary: 'Takes back what an import made on a board.',
  method: 'POST',
  path: '/boards/:boardId/imports/undo',
  access: { kind: 'permission', permission: 'board:manage', object: 'board', id: 'boardId' },
  input: z.strictObject({ boardId: id }),
  output: z.null(),
  changesBoard: true,
});

/** Rows of one statement: far less than its time limit. */
const CHUNK_ROWS = 5_000;

/** The one mutation that takes an import back, with the row that says so. */
export function createUndoOperation(claimed: ClaimedImport, heartbeat: Heartbeat): BoardOperation {
  return implementOnBoard(spec, {
    isSolo: true,
    causeOf: () => claimed.id,
    async handle(_input, context) {
      heartbeat.resume();
      const { organizationId, boardId } = context.unit;
      const scene: UndoScene = {
        context,
        made: { organizationId, boardId, importId: claimed.id, source: claimed.source ?? '' },
        range: { first: claimed.firstSeq ?? 0, last: claimed.lastSeq ?? 0 },
        checkStop() {
          if (heartbeat.stopReason() !== null) throw stopped();
        },
      };
      const range = { first: context.unit.seq + 1, last: 0 };
      const isWhole = claimed.makesBoard && !(await hasOtherItems(context.tx, scene.made));
      if (isWhole) await purgeBoard(scene);
      else await purgeParts(scene);
      range.last = context.unit.seq;
      await heartbeat.pause();
      if (!(await finishUndo(context.tx, claimed, range))) throw stopped();
      return null;
    },
  });
}

/** A board that has nothing but the import goes to the trash and out of it. */
async function purgeBoard(scene: UndoScene): Promise<void> {
  const { context, made } = scene;
  const { unit, tx, now } = context;
  const { deletedAt } = unit.state.board;
  if (deletedAt === null) {
    const changes = { deletedAt: { from: null, to: now.toISOString() } };
    context.emit(events.boardChanged, { changes });
  }
  context.bumpEpoch({ kind: 'board', subjectId: made.boardId });
  await context.flush();
  await forget(scene);
  await repeat(scene, () => deleteItems(tx, made.boardId, CHUNK_ROWS));
  await deleteBoard(tx, made.boardId);
}

async function purgeParts(scene: UndoScene): Promise<void> {
  await revertItems(scene);
  await purgeItems(scene);
  await purgeStructure(scene);
  await scene.context.flush();
  await forget(scene);
}

function forget(scene: UndoScene): Promise<void> {
  return repeat(scene, () => deleteObjects(scene.context.tx, scene.made, CHUNK_ROWS));
}

async function repeat({ checkStop }: UndoScene, step: () => Promise<number>): Promise<void> {
  do checkStop();
  while ((await step()) === CHUNK_ROWS);
}
