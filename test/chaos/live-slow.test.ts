import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import { openLiveSocket, type LiveSocket } from '../../bench/lib/live-socket.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startLiveNodes, type LiveNodes } from './live-nodes.ts';
import { buildMutant, killLeftPrograms, type Mutation } from './program-process.ts';

let main: string;
beforeAll(async () => {
  main = await buildMutant('sound', []);
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 120_000;

/** A screen, and what came to it. */
interface Screen {
  socket: LiveSocket;
  seq: number;
  gaps: number;
  isCut: boolean;
  gone: string[];
}

async function onNode<Result>(
  mainFile: string,
  use: (nodes: LiveNodes, scene: BoardScene) => Promise<Result>,
): Promise<Result> {
  const nodes = await startLiveNodes([mainFile]);
  try {
    return await use(nodes, await createBoardScene(nodes.server));
  } finally {
    await nodes.stop();
  }
}

async function openScreen(
  { urls }: LiveNodes,
  { as, owner, boardId }: BoardScene,
  { token }: Person,
): Promise<Screen> {
  const { seq, epoch } = (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
  const screen = { seq, gaps: 0, isCut: false, gone: [] as string[] };
  const onMessage = (text: string) => {
    const message = JSON.parse(text) as ServerMessage;
    if (message.t === 'people') screen.gone.push(...message.gone);
    if (message.t !== 'changes') return;
    if (message.from > screen.seq + 1) screen.gaps += 1;
    screen.seq = Math.max(screen.seq, message.to);
  };
  const socket = await openLiveSocket({
    url: urls[0] ?? '',
    token,
    clientId: crypto.randomUUID(),
    onMessage,
    onClose: () => (screen.isCut = true),
  });
  const joined = socket.next('joined');
  socket.send({ t: 'join', board: boardId, epoch, since: seq });
  await joined;
  return Object.assign(screen, { socket });
}

/** More than a kernel buffers for one connection, so that the rest waits in the program. */
const FLOOD_ITEMS = 60;
const FLOODS = 50;
const TEXT = 'Long text of one item. '.repeat(200);

/** Changes every item of the board again and again: about 15 MB for each screen. */
async function flood({ as, owner, boardId }: BoardScene): Promise<number> {
  const column = await as(owner, 'POST', `/boards/${boardId}/columns`, {
    type: 'text',
    name: 'Text',
  });
  const columnId = column.body.data.id as string;
  const itemIds: string[] = [];
  for (let count = 0; count < FLOOD_ITEMS; count += 1) {
    const item = await as(owner, 'POST', `/boards/${boardId}/items`, { title: `Item ${count}` });
    itemIds.push(item.body.data.id);
  }
  for (let round = 0; round < FLOODS; round += 1) {
    await Promise.all(
      itemIds.map((itemId) =>
        as(owner, 'PATCH', `/items/${itemId}`, { values: { [columnId]: `${round} ${TEXT}` } }),
      ),
    );
  }
  return (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data.seq as number;
}

const HEALTHY = 30;
/** live L36: 10 s of lag, and what a loaded machine adds; a dead connection is cut later, by its pings (24 s). */
const CUT_WITHIN_MS = 16_000;

/** Whether a screen that never reads is cut in time, while the others get everything. */
async function isStuckScreenCut(mainFile: string): Promise<boolean> {
  return onNode(mainFile, async (nodes, scene) => {
    const healthy: Screen[] = [];
    for (let count = 0; count < HEALTHY; count += 1)
      healthy.push(await openScreen(nodes, scene, count % 2 === 0 ? scene.owner : scene.member));
    const stuck = await openScreen(nodes, scene, scene.member);
    stuck.socket.pause();
    const startedAtMs = performance.now();
    const head = await flood(scene);
    await vi.waitFor(() => expect(healthy.every(({ seq }) => seq >= head)).toBe(true), 30_000);
    expect(healthy.filter(({ gaps, isCut }) => gaps > 0 || isCut)).toEqual([]);
    await sleep(Math.max(0, CUT_WITHIN_MS - (performance.now() - startedAtMs)));
    // What the kernel still holds comes first; then the end, if there is one.
    stuck.socket.resume();
    await sleep(2_000);
    if (!stuck.isCut) return false;
    const again = await openScreen(nodes, scene, scene.member);
    expect(again.seq).toBe(head);
    return true;
  });
}

describe('live L44, fault F10: readers slower than their board', { timeout: TIMEOUT_MS }, () => {
  it('one that never reads is cut, the others get everything', async () => {
    expect(await isStuckScreenCut(main)).toBe(true);
  });

  it('mutant: without a bound it stays', async () => {
    const mutant = await buildMutant('no-bound', [
      {
        file: 'live/slow-consumers.ts',
        find: 'TOO_MANY_BYTES = 1_048_576',
        replace: 'TOO_MANY_BYTES = 1e12',
      },
      {
        file: 'live/slow-consumers.ts',
        find: 'LAGGING_BYTES = 262_144',
        replace: 'LAGGING_BYTES = 1e12',
      },
    ]);
    expect(await isStuckScreenCut(mutant)).toBe(false);
  });
});

const SILENCE_MS = 12_000;

/** Says every two seconds that somebody is there, until the answer is called. */
function stayPresent({ socket }: Screen, { boardId }: BoardScene): () => void {
  const say = () => socket.send({ t: 'presence', board: boardId, tab: 1, state: 'active' });
  say();
  const timer = setInterval(say, 2_000);
  return () => clearInterval(timer);
}

/** On this signal the event loop stands still; what is due by time then comes before what was received. */
const blocks: Mutation = {
  file: 'live/presence.ts',
  find: 'const LEASE_MS = 9_000;',
  replace: `const LEASE_MS = 9_000;
    process.on('SIGUSR2', () => {
      setTimeout(() => {
        const untilMs = performance.now() + ${SILENCE_MS};
        while (performance.now() < untilMs);
      }, 0);
    });`,
};

/** Blocks the program for longer than a lease while somebody is there; answers who is said to be gone then. */
async function countGoneAfterBlock(mainFile: string): Promise<number> {
  return onNode(mainFile, async (nodes, scene) => {
    const watcher = await openScreen(nodes, scene, scene.owner);
    const present = await openScreen(nodes, scene, scene.member);
    const here = watcher.socket.next('people');
    const stop = stayPresent(present, scene);
    await here;
    nodes.programs[0]?.signal('SIGUSR2');
    await sleep(SILENCE_MS + 4_000);
    stop();
    return watcher.gone.length;
  });
}

/** Ten seconds of the lease and its sweep; the rest is for a machine that is busy. */
const GONE_WITHIN_MS = 13_000;
const CLOSED_WITHIN_MS = 6_000;

/** How long others think somebody there whose tab ends so, milliseconds; null for too long. */
async function timeUntilGone(mainFile: string, end: 'silence' | 'close'): Promise<number | null> {
  return onNode(mainFile, async (nodes, scene) => {
    const watcher = await openScreen(nodes, scene, scene.owner);
    const present = await openScreen(nodes, scene, scene.member);
    const here = watcher.socket.next('people');
    const stop = stayPresent(present, scene);
    await here;
    stop();
    if (end === 'close') present.socket.close();
    const endedAtMs = performance.now();
    while (watcher.gone.length === 0) {
      if (performance.now() - endedAtMs > GONE_WITHIN_MS) return null;
      await sleep(50);
    }
    return performance.now() - endedAtMs;
  });
}

describe('live L45: leases of people', { timeout: TIMEOUT_MS }, () => {
  it('a tab that falls silent is gone within ten seconds', async () => {
    expect(await timeUntilGone(main, 'silence')).not.toBeNull();
  });

  it('a tab that closes is gone within five', async () => {
    expect(await timeUntilGone(main, 'close')).toBeLessThan(CLOSED_WITHIN_MS);
  });

  it('mutant: a lease without end leaves a ghost', async () => {
    const mutant = await buildMutant('endless-lease', [
      {
        file: 'live/presence.ts',
        find: 'const LEASE_MS = 9_000;',
        replace: 'const LEASE_MS = 1e9;',
      },
    ]);
    expect(await timeUntilGone(mutant, 'silence')).toBeNull();
  });

  it('a program that stood still thinks nobody gone', async () => {
    expect(await countGoneAfterBlock(await buildMutant('blocks', [blocks]))).toBe(0);
  });
});
