import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toState } from '../../sdk/src/live/board-rows.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createDice, nextStep, type Dice, type Known } from './board-steps.fixture.ts';
import { createWriter, type Write } from './items.fixture.ts';
import {
  CASES,
  mark,
  marksOf,
  openStage,
  said,
  type Call,
  type Stage,
} from './link-cases.fixture.ts';
import { readByLink, showBoard } from './visitor.fixture.ts';

/** Steps of a random run. */
const STEPS = 150;

let server: TestServer;
let scene: BoardScene;
let write: Write;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
});
afterAll(() => server.stop());

/** What every visitor has is what a link shows now, and nobody was told anything else. */
async function expectSight({ link, visitors }: Pick<Stage, 'link' | 'visitors'>, what: string) {
  const fresh = await readByLink(link);
  const known = marksOf(fresh);
  const shown = showBoard(toState(fresh));
  for (const name of ['columns', 'groups', 'items'] as const)
    expect(Object.values(shown[name]), `${what}: ${name}`).toEqual(fresh[name]);
  for (const visitor of visitors) {
    const told = await visitor.reach(fresh.seq);
    expect(showBoard(visitor.state()), what).toEqual(shown);
    const foreign = [...marksOf(told)].filter((text) => !known.has(text));
    expect(foreign, `${what}: ${JSON.stringify(told)}`).toEqual([]);
    expect(JSON.stringify(told), what).not.toContain(scene.owner.userId);
  }
  return fresh;
}

/** However the log is cut into pages, and whatever came into sight behind a page. */
async function expectPages(
  { server, boardId, token }: Stage['link'],
  { epoch, seq }: { epoch: number; seq: number },
  everShown: ReadonlySet<string>,
) {
  const { seq: last } = await readByLink({ server, boardId, token });
  for (let since = seq; since < last; since += 1)
    for (const limit of [1, 2]) {
      const path = `/boards/${boardId}/changes?epoch=${epoch}&since=${since}&limit=${limit}`;
      const { data } = (await server.call('GET', path, { token })).body;
      const foreign = [...marksOf(data)].filter((text) => !everShown.has(text));
      expect(foreign, JSON.stringify(data)).toEqual([]);
    }
}

async function mutate(boardId: string, mid: number, client: string, calls: Call[]) {
  const body = { client, mid, epoch: 1, calls: calls.map(([op, input]) => ({ op, input })) };
  return write('POST', `/boards/${boardId}/mutations`, body);
}

describe('security S20: what a link is told live is what its snapshot shows', () => {
  it.each(Object.entries(CASES))('security S20: %s', async (name, actsOf) => {
    const stage = await openStage(server, scene);
    const acts = actsOf(stage);
    const client = crypto.randomUUID();
    const before = await expectSight(stage, 'before');
    const everShown = marksOf(before);
    for (const [index, calls] of acts.entries()) {
      const answer = await mutate(stage.boardId, index + 1, client, calls);
      const isRefused = answer.t === 'nack' && answer.error.details?.reason === 'gone';
      if (!isRefused) expect(answer, JSON.stringify(answer)).toMatchObject({ t: 'ack' });
      for (const text of marksOf(await expectSight(stage, `${name} ${index}`))) everShown.add(text);
    }
    await expectPages(stage.link, before, everShown);
    // And taken back, the last one first.
    for (let mid = acts.length; mid > 0; mid -= 1) {
      await scene.as(scene.owner, 'POST', `/boards/${stage.boardId}/undo`, { client, mid });
      await expectSight(stage, `${name}, ${mid} taken back`);
    }
    for (const { close } of stage.visitors) close();
  });

  it('security S20: all at once, without waiting for anybody', async () => {
    const stage = await openStage(server, scene);
    await Promise.all(
      Object.values(CASES).flatMap((actsOf) => {
        const client = crypto.randomUUID();
        return actsOf(stage).map((calls, index) => mutate(stage.boardId, index + 1, client, calls));
      }),
    );
    const fresh = await readByLink(stage.link);
    for (const visitor of stage.visitors) {
      await visitor.reach(fresh.seq);
      expect(showBoard(visitor.state())).toEqual(showBoard(toState(fresh)));
      visitor.close();
    }
  });
});

describe('security S20: what happens behind a page of changes', () => {
  const place = (stage: Stage, since: number) =>
    `/boards/${stage.boardId}/changes?epoch=1&since=${since}&limit=1`;
  const readPage = async ({ link: { token } }: Stage, path: string) =>
    (await server.call('GET', path, { token })).body.data;

  it('security S20: columns, groups and moves of others between places in sight hide nothing of it', async () => {
    const stage = await openStage(server, scene);
    const { boardId, groupId, shown, visitors, link } = stage;
    const other = await write('POST', `/boards/${boardId}/items`, { title: mark(), groupId });
    const { seq } = await readByLink(link);
    const title = mark();
    const id = crypto.randomUUID();
    const client = crypto.randomUUID();
    const acts: Call[] = [
      ['items.update', { itemId: shown, values: { title } }],
      ['columns.create', { boardId, type: 'text', name: mark() }],
      ['groups.create', { boardId, id, name: mark() }],
      ['items.move', { itemId: other.id, groupId: id }],
    ];
    for (const [index, call] of acts.entries())
      expect(await mutate(boardId, index + 1, client, [call])).toMatchObject({ t: 'ack' });
    const page = await readPage(stage, place(stage, seq));
    expect(page.kind).toBe('changes');
    expect(JSON.stringify(page.changes)).toContain(title);
    for (const { close } of visitors) close();
  });

  it('security S20: what came into sight with the item above it was not so before', async () => {
    const stage = await openStage(server, scene);
    const { boardId, groupId, inAway, visitors, link } = stage;
    const sub = await write('POST', `/boards/${boardId}/items`, {
      title: mark(),
      parentId: inAway,
    });
    const { seq } = await readByLink(link);
    const client = crypto.randomUUID();
    const acts: Call[] = [
      ['items.update', { itemId: sub.id, values: { title: mark() } }],
      ['items.move', { itemId: inAway, groupId }],
    ];
    for (const [index, call] of acts.entries())
      expect(await mutate(boardId, index + 1, client, [call])).toMatchObject({ t: 'ack' });
    expect(await readPage(stage, place(stage, seq))).toMatchObject({ kind: 'snapshotRequired' });
    for (const { close } of visitors) close();
  });
});

async function toKnown(stage: Stage): Promise<Known> {
  const { note, who, shown, archived, trashed, sub, subOfArchived, inAway, away, groupId } = stage;
  const comment = await write('POST', `/items/${shown}/comments`, { body: said(mark()) });
  return {
    boardId: stage.boardId,
    otherBoardId: stage.other.boardId,
    people: [scene.member],
    options: [crypto.randomUUID()],
    columns: [
      { id: note, type: 'text' },
      { id: who, type: 'person' },
    ],
    groups: [groupId, away],
    items: [shown, archived, trashed, sub, subOfArchived, inAway],
    views: [stage.view],
    comments: [comment.id],
    conflicts: [],
    makeText: mark,
  };
}

/** Learns what was made, so that later steps name it too. */
function remember(known: Known, path: string, data: { id: string; items?: { id: string }[] }) {
  if (path.endsWith('/items')) known.items.push(data.id);
  if (path.endsWith('/duplicate')) known.items.push(...(data.items ?? []).map(({ id }) => id));
  if (path.endsWith('/groups')) known.groups.push(data.id);
  if (path.endsWith('/views')) known.views.push(data.id);
}

async function takeStep(known: Known, dice: Dice) {
  const [method, path, body] = nextStep(known, dice);
  const answer = await scene.as(scene.member, method, path, body);
  if (answer.status === 200) remember(known, path, answer.body.data);
  return `${method} ${path} ${JSON.stringify(body)}: ${answer.status}`;
}

describe('security S20: whatever happens, in whatever order', () => {
  it.each([3, 20_261_121])(
    `security S20: ${STEPS} random steps with seed %i`,
    { timeout: 180_000 },
    async (seed) => {
      const stage = await openStage(server, scene);
      const [known, dice] = [await toKnown(stage), createDice(seed)];
      await expectSight(stage, 'before');
      for (let step = 0; step < STEPS; step += 1) {
        const what = await takeStep(known, dice);
        await expectSight(stage, `seed ${seed}, step ${step}: ${what}`);
      }
      // Else nothing would have been told live.
      for (const { fetched, close } of stage.visitors) {
        expect(fetched()).toBeLessThan(STEPS / 4);
        close();
      }
    },
  );
});
