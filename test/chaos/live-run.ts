import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { openEditor, type Editor, type SnapshotData } from './live-editor.ts';
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

/** The figures of the common checker (reliability R10) on a board. */
export interface LiveVerdict {
  lost: string[];
  repeated: string[];
  wrong: string[];
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
const POLL_MS = 50;
/** Every other mutation adds one to a counter that all share; the others make an item each. */
const COUNTER = 'Counter';

/** Runs the load while the fault strikes, lets the editors finish, and compares everything. */
export async function runLive({
  mains,
  strike,
  patienceMs = PATIENCE_MS,
}: LiveRun): Promise<LiveVerdict> {
  const nodes = await startLiveNodes(mains);
  const editors: Editor[] = [];
  try {
    const { scene, ...place } = await prepare(nodes);
    for (let index = 0; index < EDITORS; index += 1) {
      const { token } = index % 4 < 2 ? scene.owner : scene.member;
      const { boardId } = scene;
      editors.push(await openEditor({ urls: nodes.urls, token, boardId, first: index }));
    }
    const load = Promise.all(
      editors.map((editor) => edit(editor, scene, { ...place, patienceMs })),
    );
    await strike?.(nodes);
    await load;
    const [first] = nodes.programs;
    const verdict = await inspect(nodes, scene, { editors, ...place, patienceMs });
    const ended = first?.isRunning() === false ? await first.exited : null;
    const slowestReturnMs = Math.max(0, ...editors.flatMap(({ awayMs }) => awayMs));
    return { ...verdict, ended, slowestReturnMs };
  } finally {
    for (const editor of editors) editor.close();
    await nodes.stop();
  }
}

interface Counted {
  /** The item with the counter. */
  counted: string;
  counterId: string;
}

async function prepare({ server }: LiveNodes): Promise<Counted & { scene: BoardScene }> {
  const scene = await createBoardScene(server);
  const { as, owner, boardId } = scene;
  const column = await as(owner, 'POST', `/boards/${boardId}/columns`, {
    type: 'number',
    name: COUNTER,
    settings: { isCounter: true },
  });
  const item = await as(owner, 'POST', `/boards/${boardId}/items`, { title: COUNTER });
  return { scene, counted: item.body.data.id, counterId: column.body.data.id };
}

async function edit(
  editor: Editor,
  { boardId }: BoardScene,
  { counted, counterId, patienceMs }: Counted & { patienceMs: number },
): Promise<void> {
  const send = (number: number) => {
    if (number % 2 === 0) {
      const changes = { [counterId]: { increment: 1 } };
      return editor.edit({ op: 'items.update', input: { itemId: counted, changes } });
    }
    const title = titleOf(editor, number);
    return editor.edit({ op: 'items.create', input: { boardId, title } });
  };
  for (let number = 1; number <= BURST; number += 1) send(number);
  for (let number = BURST + 1; number <= BURST + TRICKLE; number += 1) {
    await sleep(TRICKLE_PAUSE_MS);
    send(number);
  }
  await waitUntil(() => editor.waiting() === 0, patienceMs);
}

async function waitUntil(isTrue: () => boolean, patienceMs: number): Promise<void> {
  const giveUpAtMs = performance.now() + patienceMs;
  while (!isTrue() && performance.now() < giveUpAtMs) await sleep(POLL_MS);
}

function titleOf({ clientId }: Editor, number: number): string {
  return `${clientId} ${number}`;
}

/** Rows against what was acknowledged, the log against its own numbers, every screen against the rows. */
async function inspect(
  { database }: LiveNodes,
  { as, owner, boardId }: BoardScene,
  { editors, counted, counterId, patienceMs }: Counted & { editors: Editor[]; patienceMs: number },
): Promise<Pick<LiveVerdict, 'lost' | 'repeated' | 'wrong'>> {
  const answer = await as(owner, 'GET', `/boards/${boardId}/snapshot`);
  const snapshot = answer.body.data as SnapshotData;
  await waitUntil(() => editors.every((editor) => editor.seq() >= snapshot.seq), patienceMs);
  const verdict = { lost: [] as string[], repeated: [] as string[], wrong: [] as string[] };
  const titles = snapshot.items.map(({ values }) => values['title']);
  for (const editor of editors) {
    verdict.wrong.push(...editor.wrong);
    if (editor.waiting() > 0) verdict.lost.push(`${editor.waiting()} never answered`);
    for (const mid of editor.acknowledged.keys()) {
      const rows = titles.filter((title) => title === titleOf(editor, mid)).length;
      if (mid % 2 === 1 && rows === 0) verdict.lost.push(titleOf(editor, mid));
      if (rows > 1) verdict.repeated.push(titleOf(editor, mid));
    }
    if (!isSame(editor, snapshot)) verdict.wrong.push(`the screen of ${editor.clientId}`);
  }
  const increments = editors.length * Math.floor((BURST + TRICKLE) / 2);
  const counter = snapshot.items.find(({ id }) => id === counted)?.values[counterId];
  if (counter !== increments)
    verdict.wrong.push(`counter ${JSON.stringify(counter)} of ${increments}`);
  const log = await database.query<{ seq: number; mutation: string | null }>(
    `select board_seq::int as seq, client_id || ' ' || mid as mutation from events where board_id = $1 order by board_seq`,
    [boardId],
  );
  log.forEach(({ seq }, index) => {
    if (seq !== index + 1) verdict.wrong.push(`change ${seq} at place ${index + 1} of the log`);
  });
  const mutations = log.flatMap(({ mutation }) => mutation ?? []);
  if (new Set(mutations).size < mutations.length) verdict.repeated.push('a mutation in the log');
  return verdict;
}

function isSame(editor: Editor, { seq, items }: SnapshotData): boolean {
  const state = editor.state();
  if (state === null || editor.seq() !== seq || state.items.size !== items.length) return false;
  return items.every((item) => isDeepStrictEqual(state.items.get(item.id), item));
}
