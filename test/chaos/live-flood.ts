import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import type { LiveNodes } from './live-nodes.ts';
import { gatherPeople, onNode, openScreen, readPlace, type Screen } from './live-screens.ts';
import { openSlowLink, type SlowLink } from './slow-link.ts';

/** Screens of one board while it changes faster than some of them read. */
export interface FloodOptions {
  healthy: number;
  /** They read 1 kB a second (fault F10). */
  slow: number;
  /** Whether the program's memory is compared with what the same load takes when everybody reads. */
  comparesMemory?: boolean;
}

/** What became of the screens, and of the program. */
export interface FloodVerdict {
  /** Healthy screens that were cut, missed something, got it twice or do not stand where the board stands. */
  harmed: number;
  /** Connections that the program closed for being slow. */
  closedAsSlow: number;
  /** With those whose answers to pings came too late: on a slow machine the flood lasts long enough for that. */
  closed: number;
  /** One that stops reading for some seconds lagged, caught up, and is still there. */
  hasStumblerCaughtUp: boolean;
  /** Screens that were cut, came back from where they stood, and got exactly the rest. */
  resynced: number;
  /** By how much more memory the program had at most than under the same load with healthy screens alone, megabytes. */
  grownMb: number;
  floodMs: number;
}

const ITEMS = 60;
const ROUNDS = 24;
/** A round is more than a slow connection may have waiting, and two are less than a healthy one may. */
const TEXT = 'Long text of one item. '.repeat(200);
const SLOW_BYTES_PER_S = 1_000;
/** live L36: 10 s of lag, and what a loaded machine adds. */
const CUT_WITHIN_MS = 13_000;
const PATIENCE_MS = 60_000;
const POLL_MS = 5;
const LOOK_MS = 100;
/** Several looks at the buffers. */
const SETTLE_MS = 500;
const KB_PER_MB = 1_024;

/** Floods a board while some of its screens read slowly, one not at all, and one stops for a while. */
export function runFlood(mainFile: string, options: FloodOptions): Promise<FloodVerdict> {
  return onNode(mainFile, async (nodes, scene) => {
    const link = await openSlowLink(nodes.urls[0] ?? '', '127.0.0.9');
    const memory = watchMemory(nodes.programs[0]?.pid ?? 0);
    try {
      return await flood({ nodes, scene, link, memory }, options);
    } finally {
      memory.stop();
      link.close();
    }
  });
}

/** A way that many offices have, bytes a second: what a long replay holds takes longer than a look at the buffers. */
const USUAL_BYTES_PER_S = 500_000;

/** Whether somebody who missed megabytes gets to where the board stands over a usual link, without being cut. */
export function catchesUp(mainFile: string): Promise<boolean> {
  return onNode(mainFile, async (nodes, scene) => {
    const { member: person } = scene;
    const place = await readPlace(scene);
    const healthy = [await openScreen(scene, { url: nodes.urls[0] ?? '', person, place })];
    const load = { healthy, columnId: await makeColumn(scene), itemIds: await makeItems(scene) };
    const head = await writeRounds(scene, load);
    const link = await openSlowLink(nodes.urls[0] ?? '', '127.0.0.9');
    link.slowDown(USUAL_BYTES_PER_S);
    try {
      const late = await openScreen(scene, { url: link.url, person, place });
      // Whoever is closed would hear of it behind what waits for it.
      const isCut = async () => (await readCounter(nodes, CLOSED_AS_SLOW)) > 0;
      while (late.seq !== head && !(await isCut())) await sleep(LOOK_MS);
      await sleep(SETTLE_MS);
      return late.seq === head && !(await isCut());
    } finally {
      link.close();
    }
  });
}

interface FloodScene {
  nodes: LiveNodes;
  scene: BoardScene;
  link: SlowLink;
  memory: MemoryWatch;
}

/** Opens screens one after the other, of different people and addresses: the server counts both. */
function createOpener({ nodes, scene, link }: FloodScene, people: readonly Person[]) {
  let index = 0;
  return async (count: number, by: 'direct' | 'link' = 'direct'): Promise<Screen[]> => {
    const place = await readPlace(scene);
    const screens: Screen[] = [];
    for (const end = index + count; index < end; index += 1) {
      const person = people[index % people.length] ?? scene.owner;
      const way =
        by === 'link'
          ? { url: link.url }
          : { url: nodes.urls[0] ?? '', localAddress: `127.0.0.${2 + (index % 2)}` };
      screens.push(await openScreen(scene, { ...way, person, place }));
    }
    return screens;
  };
}

async function flood(floodScene: FloodScene, options: FloodOptions): Promise<FloodVerdict> {
  const { nodes, scene, link, memory } = floodScene;
  const people = await gatherPeople(nodes, scene, options.healthy + options.slow + 2);
  const open = createOpener(floodScene, people);
  const healthy = await open(options.healthy);
  const load = { healthy, columnId: await makeColumn(scene), itemIds: await makeItems(scene) };
  memory.restart();
  if (options.comparesMemory === true) await writeRounds(scene, load);
  const normalMb = memory.restart();
  // The network has not seen yet how fast they read, and buffers little for them.
  const [stuck, stumbler] = (await open(2)) as [Screen, Screen];
  const slow = await open(options.slow, 'link');
  link.slowDown(SLOW_BYTES_PER_S);
  stuck.socket.pause();
  stumbler.socket.pause();
  const startedAtMs = performance.now();
  const lagging = slow.length + 2;
  const resumed = resumeAfterLag(nodes, stumbler, lagging);
  const head = await writeRounds(scene, load);
  const floodMs = Math.round(performance.now() - startedAtMs);
  await resumed;
  await waitUntil(() => [...healthy, stumbler].every(({ seq }) => seq >= head));
  await waitUntilClosed(nodes, slow.length + 1);
  const lagged = await readCounter(nodes, LAGGING);
  const isWell = (screen: Screen) =>
    !screen.isCut && screen.gaps + screen.repeats === 0 && screen.seq === head;
  return {
    floodMs,
    grownMb: memory.restart() - normalMb,
    harmed: healthy.filter((screen) => !isWell(screen)).length,
    closedAsSlow: await readCounter(nodes, CLOSED_AS_SLOW),
    closed: (await readCounter(nodes, CLOSED_AS_SLOW)) + (await readCounter(nodes, CLOSED_SILENT)),
    hasStumblerCaughtUp: isWell(stumbler) && lagged >= lagging,
    resynced: await countResynced(nodes, scene, { people, screens: [stuck, ...slow], head }),
  };
}

async function makeColumn({ as, owner, boardId }: BoardScene): Promise<string> {
  const column = { type: 'text', name: 'Text' };
  return (await as(owner, 'POST', `/boards/${boardId}/columns`, column)).body.data.id as string;
}

async function makeItems({ as, owner, boardId }: BoardScene): Promise<string[]> {
  const itemIds: string[] = [];
  for (let count = 0; count < ITEMS; count += 1) {
    const item = await as(owner, 'POST', `/boards/${boardId}/items`, { title: `Item ${count}` });
    itemIds.push(item.body.data.id);
  }
  return itemIds;
}

/** Changes every item again and again, as fast as the healthy screens follow; answers where the board stands then. */
async function writeRounds(
  scene: BoardScene,
  { healthy, columnId, itemIds }: { healthy: Screen[]; columnId: string; itemIds: string[] },
): Promise<number> {
  const { as, owner } = scene;
  let { seq } = await readPlace(scene);
  for (let round = 0; round < ROUNDS; round += 1) {
    const values = { [columnId]: `${round} ${TEXT}` };
    await Promise.all(itemIds.map((itemId) => as(owner, 'PATCH', `/items/${itemId}`, { values })));
    seq += itemIds.length;
    const wanted = seq;
    await waitUntil(() => healthy.every((screen) => screen.seq >= wanted || screen.isCut));
  }
  return seq;
}

/** Connections from where the cut ones stood get exactly the rest. */
async function countResynced(
  nodes: LiveNodes,
  scene: BoardScene,
  { people, screens, head }: { people: Person[]; screens: Screen[]; head: number },
): Promise<number> {
  const { epoch } = await readPlace(scene);
  const again: Screen[] = [];
  for (const [index, { seq }] of screens.entries()) {
    const person = people[index % people.length] ?? scene.owner;
    again.push(
      await openScreen(scene, { url: nodes.urls[0] ?? '', person, place: { epoch, seq } }),
    );
  }
  await waitUntil(() => again.every(({ seq }) => seq >= head));
  return again.filter(({ seq, gaps, repeats }) => seq === head && gaps + repeats === 0).length;
}

/** Lets one that stopped reading go on some seconds after the first ones lag, and not before it does itself. */
async function resumeAfterLag(
  nodes: LiveNodes,
  { socket }: Screen,
  lagging: number,
): Promise<void> {
  await waitForCount(nodes, LAGGING, { count: 1, patienceMs: PATIENCE_MS });
  await Promise.all([
    sleep(LAG_MS),
    waitForCount(nodes, LAGGING, { count: lagging, patienceMs: LONG_LAG_MS }),
  ]);
  socket.resume();
}

/** Less than what is forgiven (live L36: 10 s). */
const LAG_MS = 3_000;
const LONG_LAG_MS = 7_000;
const LAGGING = 'boardwire_live_lagging_total';
const CLOSED_AS_SLOW = 'boardwire_live_closed_total{reason="slow"}';
const CLOSED_SILENT = 'boardwire_live_closed_total{reason="client"}';

/** One more than wanted would be one too many: it is waited for, to be seen. */
async function waitUntilClosed(nodes: LiveNodes, count: number): Promise<void> {
  await waitForCount(nodes, CLOSED_AS_SLOW, { count: count + 1, patienceMs: CUT_WITHIN_MS });
}

async function waitForCount(
  nodes: LiveNodes,
  name: string,
  { count, patienceMs }: { count: number; patienceMs: number },
): Promise<void> {
  const giveUpAtMs = performance.now() + patienceMs;
  while ((await readCounter(nodes, name)) < count && performance.now() < giveUpAtMs)
    await sleep(LOOK_MS);
}

async function readCounter({ urls }: LiveNodes, name: string): Promise<number> {
  const text = await (await fetch(`${urls[0]}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length) ?? 0);
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  while (!isTrue() && performance.now() < giveUpAtMs) await sleep(POLL_MS);
}

interface MemoryWatch {
  /** The most since the last time, megabytes. */
  restart(): number;
  stop(): void;
}

function watchMemory(pid: number): MemoryWatch {
  const readMb = () => {
    const [, kb = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kb) / KB_PER_MB;
  };
  let mostMb = 0;
  const look = () => (mostMb = Math.max(mostMb, readMb()));
  const timer = setInterval(look, LOOK_MS);
  return {
    restart() {
      const before = Math.round(mostMb);
      mostMb = 0;
      return before;
    },
    stop: () => clearInterval(timer),
  };
}
