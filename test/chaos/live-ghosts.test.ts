import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startLiveNodes, type LiveNodes } from './live-nodes.ts';
import { openScreen, readPlace, type Place, type Screen } from './live-screens.ts';
import { buildMutant, buildProgram, killLeftPrograms, type Mutation } from './program-process.ts';
import { nightly } from '../harness/tier.ts';

let main: string;
beforeAll(async () => {
  main = await buildProgram();
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 180_000;
const SEEN_WITHIN_MS = 15_000;
const RENEW_MS = 2_000;
const POLL_MS = 50;
/** On the dying node, and on another one that lives. */
const GHOSTS = 3;

/** What a screen on a third node saw. */
interface Sight {
  /** From the kill to the end of the last ghost, milliseconds; null when one stayed. */
  goneAfterMs: number | null;
  /** Frames that it took: the ghosts of a node go together. */
  frames: number;
  /** Whether somebody living was thought gone. */
  isLivingGone: boolean;
}

/** How long leases are, and how long one looks for ghosts. */
interface Times {
  leaseMs: number;
  patienceMs: number;
}

/** Kills one of three nodes with people on it, and watches from the third. */
async function watchGhosts(mainFile: string, { leaseMs, patienceMs }: Times): Promise<Sight> {
  const nodes = await startLiveNodes([mainFile, mainFile, mainFile]);
  const timers: NodeJS.Timeout[] = [];
  try {
    const scene = await createBoardScene(nodes.server);
    const place = await readPlace(scene);
    const open = (node: number) => openOn(nodes, scene, { node, place });
    const watcher = await open(2);
    for (let tab = 1; tab <= GHOSTS; tab += 1) timers.push(stayPresent(await open(0), scene, tab));
    await waitUntil(() => watcher.up.length === GHOSTS, SEEN_WITHIN_MS);
    const ghosts = new Set(watcher.up);
    timers.push(stayPresent(await open(1), scene, GHOSTS + 1));
    await waitUntil(() => watcher.up.length > GHOSTS, SEEN_WITHIN_MS);
    const [living = ''] = watcher.up.filter((key) => !ghosts.has(key));
    expect([ghosts.size, living]).not.toContain('');
    const seenAtMs = performance.now();
    nodes.programs[0]?.signal('SIGKILL');
    const killedAtMs = performance.now();
    const isGone = () => watcher.gone.filter((key) => ghosts.has(key)).length === GHOSTS;
    await waitUntil(isGone, patienceMs);
    const goneAfterMs = isGone() ? performance.now() - killedAtMs : null;
    // The living were said to be there once, and only the leases since tell that they still are.
    await sleep(Math.max(0, leaseMs + LATER_MS - (performance.now() - seenAtMs)));
    return {
      goneAfterMs,
      frames: watcher.goneFrames,
      isLivingGone: watcher.gone.includes(living),
    };
  } finally {
    for (const timer of timers) clearInterval(timer);
    await nodes.stop();
  }
}

/** A sweep each second, and what a busy machine adds. */
const LATER_MS = 1_500;

function openOn(
  { urls }: LiveNodes,
  scene: BoardScene,
  { node, place }: { node: number; place: Place },
): Promise<Screen> {
  return openScreen(scene, { url: urls[node] ?? '', person: scene.member, place });
}

function stayPresent({ socket }: Screen, { boardId }: BoardScene, tab: number): NodeJS.Timeout {
  const say = () => socket.send({ t: 'presence', board: boardId, tab, state: 'active' });
  say();
  return setInterval(say, RENEW_MS);
}

async function waitUntil(isTrue: () => boolean, patienceMs: number): Promise<void> {
  const giveUpAtMs = performance.now() + patienceMs;
  while (!isTrue() && performance.now() < giveUpAtMs) await sleep(POLL_MS);
}

/** The real times, and those of mutants: a quarter. */
const REAL: Times = { leaseMs: 28_000, patienceMs: 34_000 };
const SHORT: Times = { leaseMs: 7_500, patienceMs: 10_000 };
const shortTimes: Mutation[] = [
  { file: 'live/presence-nodes.ts', find: '10 * SECOND_MS', replace: '2.5 * SECOND_MS' },
  { file: 'live/presence-nodes.ts', find: '28 * SECOND_MS', replace: '7.5 * SECOND_MS' },
];

// They wait most of the time.
describe.concurrent(
  'live L26, L42: people of a node that was killed',
  { timeout: TIMEOUT_MS },
  () => {
    it('vanish elsewhere with its lease, together; those of living nodes stay', async () => {
      const sight = await watchGhosts(main, REAL);
      process.stdout.write(
        `live L26: ghosts gone after ${Math.round(sight.goneAfterMs ?? 0)} ms\n`,
      );
      expect(sight).toMatchObject({ isLivingGone: false, frames: 1 });
      expect(sight.goneAfterMs).not.toBeNull();
    });

    nightly('mutant: a lease of nodes that nobody looks at leaves ghosts', async () => {
      const mutant = await buildMutant('endless-node-lease', [
        ...shortTimes,
        { file: 'live/presence.ts', find: '  presence.nodes.sweep(nowMs);\n', replace: '' },
      ]);
      expect((await watchGhosts(mutant, SHORT)).goneAfterMs).toBeNull();
    });

    nightly('mutant: without rosters the living go with the dead', async () => {
      const mutant = await buildMutant('no-rosters', [
        ...shortTimes,
        {
          file: 'live/presence-nodes.ts',
          find: 'setInterval(sayRoster, times.rosterMs)',
          replace: 'setInterval(() => undefined, times.rosterMs)',
        },
      ]);
      expect((await watchGhosts(mutant, SHORT)).isLivingGone).toBe(true);
    });
  },
);
