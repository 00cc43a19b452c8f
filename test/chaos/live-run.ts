import { setTimeout as sleep } from 'node:timers/promises';
import { createBoardScene } from '../harness/boards.ts';
import {
  checkBoard,
  planEdit,
  prepareBoard,
  waitUntil,
  type BoardVerdict,
  type EditedBoard,
} from './board-check.ts';
import { openEditor, type Editor } from './live-editor.ts';
import { startLiveNodes, type LiveNodes } from './live-nodes.ts';

/** A fault while people on two nodes edit one board. */
export interface LiveRun {
  /** Main files of the two nodes. */
  mains: readonly [string, string];
  /** Does harm to the first node, if its program does not itself. */
  strike?(nodes: LiveNodes): Promise<void>;
  /** How long to wait for answers and screens; a mutant gives some of them never. */
  patienceMs?: number;
}

/** The figures of the common checker, and how the first node fared. */
export interface LiveVerdict extends BoardVerdict {
  /** How the first node ended, or null when it still ran. */
  ended: number | string | null;
  /** Slowest return of an editor to another node, milliseconds. */
  slowestReturnMs: number;
}

const EDITORS = 8;
/** More than the burst of one connection, so that some are put off while later ones are on their way. */
const BURST = 75;
const TRICKLE = 25;
const TRICKLE_PAUSE_MS = 20;
const PATIENCE_MS = 80_000;

/** Runs the load while the fault strikes, lets the editors finish, and compares everything. */
export async function runLive({
  mains,
  strike,
  patienceMs = PATIENCE_MS,
}: LiveRun): Promise<LiveVerdict> {
  const nodes = await startLiveNodes(mains);
  const editors: Editor[] = [];
  try {
    const board = await prepareBoard(await createBoardScene(nodes.server));
    const { owner, member, boardId } = board.scene;
    for (let index = 0; index < EDITORS; index += 1) {
      const { token } = index % 4 < 2 ? owner : member;
      editors.push(await openEditor({ urls: nodes.urls, token, boardId, first: index }));
    }
    const load = Promise.all(editors.map((editor) => edit(editor, board, patienceMs)));
    await strike?.(nodes);
    await load;
    const [first] = nodes.programs;
    const verdict = await checkBoard(board, { editors, rows: nodes.database, patienceMs });
    const ended = first?.isRunning() === false ? await first.exited : null;
    const slowestReturnMs = Math.max(0, ...editors.flatMap(({ awayMs }) => awayMs));
    return { ...verdict, ended, slowestReturnMs };
  } finally {
    for (const editor of editors) editor.close();
    await nodes.stop();
  }
}

async function edit(editor: Editor, board: EditedBoard, patienceMs: number): Promise<void> {
  for (let number = 1; number <= BURST; number += 1) editor.edit(planEdit(editor, number, board));
  for (let number = BURST + 1; number <= BURST + TRICKLE; number += 1) {
    await sleep(TRICKLE_PAUSE_MS);
    editor.edit(planEdit(editor, number, board));
  }
  await waitUntil(() => editor.waiting() === 0, patienceMs);
}
