import { z } from 'zod';
import * as events from '@boardwire/contract/board-events';
import { id } from '@boardwire/contract/common';
import { defineOperation } from '@boardwire/contract/define';
import type { BoardContext, BoardOperation } from '../../../platform/board/board-operation.ts';
import { implementOnBoard } from '../../../platform/board/board-operation.ts';
import { requireEditable } from '../../boards/index.ts';
import { longTexts } from '../../items/index.ts';
import type { DraftItem } from '../formats/draft-item.ts';
import type { ImportDraft } from '../formats/draft.ts';
import { createProblemLog } from '../formats/problem-log.ts';
import type { ImportsParts } from '../parts.ts';
import { finishRun, type ClaimedImport } from '../store/claims.ts';
import { readOwnRanges, saveObjects } from '../store/objects.ts';
import type { Heartbeat } from './heartbeat.ts';
import { createTally, groupProblems } from './report.ts';
import { stopped, type RunScene } from './scene.ts';
import { placeStructure } from './structure.ts';
import { createItemWriter, type ItemWriter } from './write-items.ts';

const spec = defineOperation({
  name: 'imports.run',
  summary: 'Takes a file over into a board.',
  method: 'POST',
  path: '/boards/:boardId/imports/run',
  access: { kind: 'permission', permission: 'board:manage', object: 'board', id: 'boardId' },
  input: z.strictObject({ boardId: id }),
  output: z.null(),
  changesBoard: true,
});

/** Items, sub-items included, between two flushes: a few megabytes. */
const CHUNK_ITEMS = 1_000;

/** The one mutation of an import: all of it commits, with the row that says so, or nothing (live L3). */
export function createImportOperation(
  claimed: ClaimedImport,
  draft: ImportDraft,
  { heartbeat, onEnded }: { heartbeat: Heartbeat; onEnded: ImportsParts['onEnded'] },
): BoardOperation {
  return implementOnBoard(spec, {
    isSolo: true,
    causeOf: () => claimed.id,
    async handle(_input, context) {
      const { unit, tx } = context;
      if (!claimed.makesBoard) requireEditable(context);
      const firstSeq = unit.seq + 1;
      const scene = await openScene(context, { claimed, draft, heartbeat });
      const structure = await placeStructure(scene);
      await writeAll(scene, createItemWriter(scene, structure));
      if (claimed.makesBoard) showBoard(scene);
      const report = toReport(scene);
      // The next sign of life would wait for this transaction.
      await heartbeat.pause();
      const items = heartbeat.progress.done;
      const range = { firstSeq, lastSeq: unit.seq };
      const isOurs = await finishRun(tx, claimed, {
        source: draft.source,
        report,
        items,
        ...range,
      });
      if (!isOurs) throw stopped();
      await onEnded(tx, claimed.id);
      return null;
    },
  });
}

async function openScene(
  context: BoardContext,
  {
    claimed,
    draft,
    heartbeat,
  }: { claimed: ClaimedImport; draft: ImportDraft; heartbeat: Heartbeat },
): Promise<RunScene> {
  const { organizationId, boardId } = context.unit;
  const source = { organizationId, boardId, source: draft.source };
  const ranges = await readOwnRanges(context.tx, source);
  heartbeat.progress.done = 0;
  heartbeat.resume();
  return {
    context,
    claimed,
    draft,
    source,
    problems: createProblemLog(),
    unsaved: [],
    unsavedTexts: [],
    created: createTally(),
    updated: createTally(),
    unchanged: createTally(),
    isOwnChange: (seq) => ranges.some(({ first, last }) => seq >= first && seq <= last),
    checkStop() {
      if (heartbeat.stopReason() !== null) throw stopped();
    },
    onItems: (count) => void (heartbeat.progress.done += count),
  };
}

/** Makes a chunk while the database writes the two before; another one waits, so that memory stays bounded. */
async function writeAll(scene: RunScene, writer: ItemWriter): Promise<void> {
  let saved = Promise.resolve();
  for await (const { items, count } of cutChunks(scene.draft.items())) {
    scene.checkStop();
    await writer.write(items);
    // Sent at once, so that the database never waits for it.
    const next = save(scene).then(() => scene.onItems(count));
    // Its failure is met a turn later; until then nobody listens.
    next.catch(() => undefined);
    await saved;
    saved = next;
  }
  await saved;
  await save(scene);
}

async function* cutChunks(
  items: AsyncIterable<DraftItem>,
): AsyncGenerator<{ items: DraftItem[]; count: number }> {
  let chunk: DraftItem[] = [];
  let count = 0;
  for await (const item of items) {
    chunk.push(item);
    count += 1 + item.subItems.length;
    if (count < CHUNK_ITEMS) continue;
    yield { items: chunk, count };
    chunk = [];
    count = 0;
  }
  if (count > 0) yield { items: chunk, count };
}

async function save({ context, source, unsaved, unsavedTexts }: RunScene): Promise<void> {
  const objects = unsaved.splice(0);
  const texts = unsavedTexts.splice(0);
  await Promise.all([
    context.flush(),
    saveObjects(context.tx, source, objects),
    longTexts.save(context.tx, texts),
    // Checked now, a chunk at a time: a hundred thousand checks at once would outlast the limit of one statement.
    context.tx.query('set constraints all immediate'),
    context.tx.query('set constraints all deferred'),
  ]);
}

/** Takes the board that was made for the import out of its hiding place. */
function showBoard({ context, draft }: RunScene): void {
  const { board } = context.unit.state;
  if (board.deletedAt === null && board.description !== '') return;
  const changes = {
    ...(board.deletedAt !== null && { deletedAt: { from: board.deletedAt, to: null } }),
    ...(draft.boardDescription !== '' &&
      board.description === '' && { description: { from: '', to: draft.boardDescription } }),
  };
  if (Object.keys(changes).length > 0) context.emit(events.boardChanged, { changes });
  context.bumpEpoch({ kind: 'board', subjectId: board.id });
}

function toReport({ draft, created, updated, unchanged, problems }: RunScene) {
  return {
    inFile: draft.counts,
    created: created.counts(),
    updated: updated.counts(),
    unchanged: unchanged.counts(),
    problems: groupProblems([...draft.problems, ...problems.list()]),
  };
}
