import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { LiveCall } from '@boardwire/contract/sync';
import type { BoardScene } from '../harness/boards.ts';
import type { Editor, SnapshotData } from './live-editor.ts';

/** A board that editors of a run work on. */
export interface EditedBoard {
  scene: BoardScene;
  /** The item with the counter. */
  counted: string;
  counterId: string;
}

/** The figures of the common checker (reliability R10) on a board. */
export interface BoardVerdict {
  lost: string[];
  repeated: string[];
  wrong: string[];
}

/** What the rows are read with. */
export interface BoardRows {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

const POLL_MS = 50;
/** Every other mutation adds one to a counter that all share; the others make an item each. */
const COUNTER = 'Counter';

/** Gives the board of a scene its counter. */
export async function prepareBoard(scene: BoardScene): Promise<EditedBoard> {
  const { as, owner, boardId } = scene;
  const column = await as(owner, 'POST', `/boards/${boardId}/columns`, {
    type: 'number',
    name: COUNTER,
    settings: { isCounter: true },
  });
  const item = await as(owner, 'POST', `/boards/${boardId}/items`, { title: COUNTER });
  return { scene, counted: item.body.data.id, counterId: column.body.data.id };
}

/** The mutation that an editor makes as its `number`th. */
export function planEdit(
  editor: Pick<Editor, 'clientId'>,
  number: number,
  { scene: { boardId }, counted, counterId }: EditedBoard,
): LiveCall {
  if (number % 2 === 1)
    return { op: 'items.create', input: { boardId, title: titleOf(editor, number) } };
  return {
    op: 'items.update',
    input: { itemId: counted, changes: { [counterId]: { increment: 1 } } },
  };
}

function titleOf({ clientId }: Pick<Editor, 'clientId'>, number: number): string {
  return `${clientId} ${number}`;
}

/** Waits until it is true, or for as long as patience lasts. */
export async function waitUntil(isTrue: () => boolean, patienceMs: number): Promise<void> {
  const giveUpAtMs = performance.now() + patienceMs;
  while (!isTrue() && performance.now() < giveUpAtMs) await sleep(POLL_MS);
}

/** Rows against what was acknowledged, the log against its own numbers, every screen against the rows. */
export async function checkBoard(
  { scene: { as, owner, boardId }, counted, counterId }: EditedBoard,
  {
    editors,
    rows,
    patienceMs,
  }: { editors: readonly Editor[]; rows: BoardRows; patienceMs: number },
): Promise<BoardVerdict> {
  const answer = await as(owner, 'GET', `/boards/${boardId}/snapshot`);
  const snapshot = answer.body.data as SnapshotData;
  await waitUntil(() => editors.every((editor) => editor.seq() >= snapshot.seq), patienceMs);
  const verdict: BoardVerdict = { lost: [], repeated: [], wrong: [] };
  const titles = countTitles(snapshot);
  for (const editor of editors) {
    verdict.wrong.push(...editor.wrong);
    if (editor.waiting() > 0) verdict.lost.push(`${editor.waiting()} never answered`);
    for (const mid of editor.acknowledged.keys()) {
      const found = titles.get(titleOf(editor, mid)) ?? 0;
      if (mid % 2 === 1 && found === 0) verdict.lost.push(titleOf(editor, mid));
      if (found > 1) verdict.repeated.push(titleOf(editor, mid));
    }
    if (!isSame(editor, snapshot)) verdict.wrong.push(`the screen of ${editor.clientId}`);
  }
  const counter = snapshot.items.find(({ id }) => id === counted)?.values[counterId];
  const increments = editors.reduce((sum, editor) => sum + countIncrements(editor), 0);
  if (counter !== increments)
    verdict.wrong.push(`counter ${JSON.stringify(counter)} of ${increments}`);
  await checkLog(boardId, rows, verdict);
  return verdict;
}

function countTitles({ items }: SnapshotData): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const { values } of items)
    counts.set(values['title'], (counts.get(values['title']) ?? 0) + 1);
  return counts;
}

/** Every other one of all that it made. */
function countIncrements({ acknowledged, waiting }: Editor): number {
  return Math.floor((acknowledged.size + waiting()) / 2);
}

async function checkLog(boardId: string, rows: BoardRows, verdict: BoardVerdict): Promise<void> {
  const log = await rows.query<{ seq: number; mutation: string | null }>(
    `select board_seq::int as seq, client_id || ' ' || mid as mutation from events where board_id = $1 order by board_seq`,
    [boardId],
  );
  log.forEach(({ seq }, index) => {
    if (seq !== index + 1) verdict.wrong.push(`change ${seq} at place ${index + 1} of the log`);
  });
  const mutations = log.flatMap(({ mutation }) => mutation ?? []);
  if (new Set(mutations).size < mutations.length) verdict.repeated.push('a mutation in the log');
}

function isSame(editor: Editor, { seq, items }: SnapshotData): boolean {
  const state = editor.state();
  if (state === null || editor.seq() !== seq || state.items.size !== items.length) return false;
  return items.every((item) => isDeepStrictEqual(state.items.get(item.id), item));
}
