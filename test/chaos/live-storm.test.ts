import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { watchApi, type ApiFigures } from './api-watch.ts';
import type { LiveNodes } from './live-nodes.ts';
import { gatherPeople, onNode, openScreen, readPlace, type Place } from './live-screens.ts';
import { buildMutant, buildProgram, killLeftPrograms } from './program-process.ts';
import { nightly } from '../harness/tier.ts';

let main: string;
beforeAll(async () => {
  main = await buildProgram();
});
afterAll(killLeftPrograms);

/** Fault F18; the server takes 200 handshakes a second, and 400 at once. */
const SCREENS = Number(process.env['BOARDWIRE_STORM'] ?? 1_000);
const MUTANT_SCREENS = 40;
const TIMEOUT_MS = 120_000 + SCREENS * 200;
const SCREENS_AN_ADDRESS = 150;
const MISSED = 200;
const EDIT_PAUSE_MS = 20;
const RETRY_MS = 1_000;
const PATIENCE_MS = 30_000;
/** A mutant keeps some of it waiting for ever. */
const MUTANT_PATIENCE_MS = 3_000;
const POLL_MS = 20;

/** What a storm of returning screens did. */
interface Storm {
  joined: number;
  /** Screens with exactly the changes since they left: all, in order, once. */
  exact: number;
  /** How the API answered meanwhile. */
  api: ApiFigures;
  joinedWithinMs: number;
}

/** Screens that left a board while it changed come back all at once, while people go on editing and reading. */
async function weather(
  mainFile: string,
  screens: number,
  patienceMs = PATIENCE_MS,
): Promise<Storm> {
  return onNode(mainFile, async (nodes, scene) => {
    const people = await gatherPeople(nodes, scene, screens);
    const place = await readPlace(scene);
    for (let count = 0; count < MISSED; count += 1) await addItem(scene);
    const stopWork = watchWork(nodes, scene);
    const startedAtMs = performance.now();
    const returns = Array.from({ length: screens }, (_, index) =>
      comeBack(nodes, scene, { people, index, place }),
    );
    const opened = await Promise.all(returns);
    const joinedWithinMs = performance.now() - startedAtMs;
    const api = await stopWork();
    const { seq: head } = await readPlace(scene);
    const isExact = () =>
      opened.filter((one) => one.seq === head && one.gaps + one.repeats === 0 && !one.isCut);
    const giveUpAtMs = performance.now() + patienceMs;
    while (isExact().length < screens && performance.now() < giveUpAtMs) await sleep(POLL_MS);
    return {
      joined: opened.length,
      exact: isExact().length,
      api,
      joinedWithinMs: Math.round(joinedWithinMs),
    };
  });
}

interface Return {
  people: Person[];
  index: number;
  place: Place;
}

/** One that is told that the server is busy comes again a little later, as the SDK does. */
async function comeBack({ urls }: LiveNodes, scene: BoardScene, { people, index, place }: Return) {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await openScreen(scene, {
        url: urls[0] ?? '',
        place,
        person: people[index % people.length] ?? scene.owner,
        localAddress: `127.0.0.${2 + Math.floor(index / SCREENS_AN_ADDRESS)}`,
      });
    } catch (error) {
      if (performance.now() > giveUpAtMs) throw error;
      await sleep(Math.random() * RETRY_MS);
    }
  }
}

const addItem = ({ as, owner, boardId }: BoardScene) =>
  as(owner, 'POST', `/boards/${boardId}/items`, { title: 'Item' });

/** Edits and reads go on. */
function watchWork({ urls }: LiveNodes, { owner, boardId }: BoardScene) {
  return watchApi({
    url: urls[0] ?? '',
    token: owner.token,
    calls: [
      { method: 'POST', path: `/boards/${boardId}/items`, body: { title: 'Item' } },
      { method: 'GET', path: `/boards/${boardId}` },
      { method: 'GET', path: `/boards/${boardId}/items?limit=50` },
    ],
    pauseMs: EDIT_PAUSE_MS,
  });
}

describe('fault F18: everybody comes back at once', { timeout: TIMEOUT_MS }, () => {
  it('gets exactly what was missed, while the API goes on answering', async () => {
    const storm = await weather(main, SCREENS);
    process.stdout.write(`fault F18: ${SCREENS} screens, ${JSON.stringify(storm)}\n`);
    expect(storm).toMatchObject({ joined: SCREENS, exact: SCREENS, api: { refused: [] } });
    expect(storm.api.calls).toBeGreaterThan(0);
  });

  nightly('mutant: who comes in while a frame is on its way misses it', async () => {
    const mutant = await buildMutant('entry-past-frame', [
      {
        file: 'live/join-room.ts',
        find: 'const changes = missed.filter(({ seq }) => seq <= reachedSeq);',
        replace: 'const changes = missed.filter(({ seq }) => seq < reachedSeq);',
      },
    ]);
    expect((await weather(mutant, MUTANT_SCREENS, MUTANT_PATIENCE_MS)).exact).toBeLessThan(
      MUTANT_SCREENS,
    );
  });

  nightly('mutant: who comes in gets twice what it missed', async () => {
    const mutant = await buildMutant('entry-twice', [
      {
        file: 'live/join-room.ts',
        find: 'letIn(room, member, told);\n    return true;\n  }\n}',
        replace: `letIn(room, member, told);
    letIn(room, member, told);
    return true;
  }
}`,
      },
    ]);
    expect((await weather(mutant, MUTANT_SCREENS, MUTANT_PATIENCE_MS)).exact).toBeLessThan(
      MUTANT_SCREENS,
    );
  });
});
