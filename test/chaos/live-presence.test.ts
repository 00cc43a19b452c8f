import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { onNode, openScreen, readPlace, type Screen } from './live-screens.ts';
import type { LiveNodes } from './live-nodes.ts';
import { buildMutant, buildProgram, killLeftPrograms, type Mutation } from './program-process.ts';
import { nightly } from '../harness/tier.ts';

let main: string;
beforeAll(async () => {
  main = await buildProgram();
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 120_000;
const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/** Somebody who watches, and somebody who says every two seconds to be there. */
interface Pair {
  watcher: Screen;
  present: Screen;
  stop(): void;
}

async function openPair({ urls }: LiveNodes, scene: BoardScene): Promise<Pair> {
  const place = await readPlace(scene);
  const open = (person: Person) => openScreen(scene, { url: urls[0] ?? '', person, place });
  const [watcher, present] = [await open(scene.owner), await open(scene.member)];
  const say = () =>
    present.socket.send({ t: 'presence', board: scene.boardId, tab: 1, state: 'active' });
  say();
  const timer = setInterval(say, 2_000);
  const isSeen = await waitUntil(() => watcher.up.length > 0, PATIENCE_MS);
  expect(isSeen).toBe(true);
  return { watcher, present, stop: () => clearInterval(timer) };
}

async function waitUntil(isTrue: () => boolean, patienceMs: number): Promise<boolean> {
  const giveUpAtMs = performance.now() + patienceMs;
  while (!isTrue()) {
    if (performance.now() > giveUpAtMs) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Longer than a lease; what a late sweep would do comes with the next turn. */
const BLOCK_MS = 10_500;
const AFTER_BLOCK_MS = 2_500;

/** On this signal the event loop stands still amid its reading; what is due by then comes before what was received. */
const blocks: Mutation = {
  file: 'live/presence.ts',
  find: 'const LEASE_MS = 9_000;',
  replace: `const LEASE_MS = 9_000;
    process.on('SIGUSR2', () => {
      const untilMs = performance.now() + ${BLOCK_MS};
      while (performance.now() < untilMs);
    });`,
};

/** Blocks the program for longer than a lease while somebody is there; answers how many are said to be gone then. */
async function countGoneAfterBlock(mainFile: string): Promise<number> {
  return onNode(mainFile, async (nodes, scene) => {
    const { watcher, stop } = await openPair(nodes, scene);
    nodes.programs[0]?.signal('SIGUSR2');
    await sleep(BLOCK_MS + AFTER_BLOCK_MS);
    stop();
    return watcher.gone.length;
  });
}

/** Ten seconds of the lease and its sweep; the rest is for a machine that is busy. */
const GONE_WITHIN_MS = 20_000;

/** Whether others learn that somebody is gone whose tab ends so. */
async function isSaidGone(mainFile: string, end: 'silence' | 'close'): Promise<boolean> {
  return onNode(mainFile, async (nodes, scene) => {
    const { watcher, present, stop } = await openPair(nodes, scene);
    stop();
    if (end === 'close') present.socket.close();
    return waitUntil(() => watcher.gone.length > 0, GONE_WITHIN_MS);
  });
}

const endless: Mutation = {
  file: 'live/presence.ts',
  find: 'const LEASE_MS = 9_000;',
  replace: 'const LEASE_MS = 1e9;',
};

// They wait most of the time.
describe.concurrent('live L45: leases of people', { timeout: TIMEOUT_MS }, () => {
  it('a tab that falls silent is gone', async () => {
    expect(await isSaidGone(main, 'silence')).toBe(true);
  });

  it('a tab that closes is gone without waiting for its lease', async () => {
    const mutant = await buildMutant('endless-lease', [endless]);
    expect(await isSaidGone(mutant, 'close')).toBe(true);
  });

  nightly('mutant: a closed tab keeps its lease', async () => {
    const mutant = await buildMutant('no-linger', [
      endless,
      {
        file: 'live/presence.ts',
        find: 'const LINGER_MS = 5_000;',
        replace: 'const LINGER_MS = 1e9;',
      },
    ]);
    expect(await isSaidGone(mutant, 'close')).toBe(false);
  });

  nightly('mutant: a lease without end leaves a ghost', async () => {
    const mutant = await buildMutant('ghost', [endless]);
    expect(await isSaidGone(mutant, 'silence')).toBe(false);
  });

  it('a program that stood still thinks nobody gone', async () => {
    expect(await countGoneAfterBlock(await buildMutant('blocks', [blocks]))).toBe(0);
  });
});
