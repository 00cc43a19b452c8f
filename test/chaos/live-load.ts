import { setTimeout as sleep } from 'node:timers/promises';
import { createLoneScene } from '../harness/boards.ts';
import type { TestServer } from '../harness/server.ts';
import {
  checkBoard,
  planEdit,
  prepareBoard,
  waitUntil,
  type BoardRows,
  type BoardVerdict,
  type EditedBoard,
} from './board-check.ts';
import { openEditor, type Editor } from './live-editor.ts';

/** People who edit one board over live connections until they are told to stop. */
export interface LiveLoad {
  board: EditedBoard;
  /** Mutations that were acknowledged so far. */
  acknowledged(): number;
  /** Lets everybody finish: each has its answers, or patience is at its end. */
  stop(patienceMs: number): Promise<void>;
  /** Compares everything; nobody edits the board any more. */
  check(rows: BoardRows, patienceMs: number): Promise<LiveLoadVerdict>;
  close(): void;
}

/** The figures on the board, and how often connections had to come back. */
export interface LiveLoadVerdict extends BoardVerdict {
  acknowledged: number;
  returns: number;
  slowestReturnMs: number;
}

const EDITORS = 6;
const PAUSE_MS = 200;
/** Who waits for so many answers does not type on. */
const WAITING_MOST = 50;

/** Opens a board and lets people edit it, each connected by the one address. */
export async function startLiveLoad(server: TestServer): Promise<LiveLoad> {
  const board = await prepareBoard(await createLoneScene(server));
  const { owner, boardId } = board.scene;
  const editors: Editor[] = [];
  let isOver = false;
  const work = async (editor: Editor) => {
    for (let number = 1; !isOver; number += 1) {
      editor.edit(planEdit(editor, number, board));
      do await sleep(PAUSE_MS * (0.5 + Math.random()));
      while (editor.waiting() > WAITING_MOST && !isOver);
    }
  };
  const working: Promise<void>[] = [];
  for (let index = 0; index < EDITORS; index += 1) {
    const editor = await openEditor({ urls: [server.url], token: owner.token, boardId, first: 0 });
    editors.push(editor);
    working.push(work(editor));
  }
  const acknowledged = () => editors.reduce((sum, editor) => sum + editor.acknowledged.size, 0);
  return {
    board,
    acknowledged,
    async stop(patienceMs) {
      isOver = true;
      await Promise.all(working);
      await waitUntil(() => editors.every((editor) => editor.waiting() === 0), patienceMs);
    },
    async check(rows, patienceMs) {
      const verdict = await checkBoard(board, { editors, rows, patienceMs });
      const awayMs = editors.flatMap((editor) => editor.awayMs);
      return {
        ...verdict,
        acknowledged: acknowledged(),
        returns: awayMs.length,
        slowestReturnMs: Math.round(Math.max(0, ...awayMs)),
      };
    },
    close() {
      isOver = true;
      for (const editor of editors) editor.close();
    },
  };
}
