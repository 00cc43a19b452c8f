import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import { startAnotherNode, startTestServer, type TestServer } from '../harness/server.ts';
import { tell, waitForUnread } from './inbox.fixture.ts';

let first: TestServer;
let second: TestServer;
let scene: BoardScene;
let base: string;

beforeAll(async () => {
  first = await startTestServer();
  second = await startAnotherNode(first);
  scene = await createBoardScene(first);
  base = `/organizations/${scene.organizationId}`;
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

const say = (userId: string, title: string) =>
  tell(first, { organizationId: scene.organizationId, userId, content: { title, body: '' } });

async function entriesOf(person: Person, query = '') {
  return (await scene.as(person, 'GET', `${base}/inbox${query}`)).body.data;
}

describe('the inbox', () => {
  it('delivery D4: a person hears of an entry on every node at once, nobody else does, and REST tells the rest', async () => {
    const { organizationId, member, owner } = scene;
    const here = await connectLive(first, member);
    const there = await connectLive(second, member);
    const other = await connectLive(first, owner);
    await say(member.userId, 'One');
    const heard = await Promise.all([here.next('inbox'), there.next('inbox')]);
    for (const news of heard)
      expect(news).toEqual({ t: 'inbox', organizationId, seq: 1, unread: 1 });
    const answer = await scene.as(member, 'GET', `${base}/inbox/changes?since=0`);
    expect(answer.body.data).toMatchObject({
      seq: 1,
      unread: 1,
      isComplete: true,
      entries: [{ seq: 1, type: 'custom', content: { title: 'One', body: '' }, readAt: null }],
    });
    const [entry] = answer.body.data.entries;
    const mark = { which: { entryIds: [entry.id] }, as: 'read' };
    await scene.as(member, 'POST', `${base}/inbox/mark`, mark);
    const read = await there.next('inbox', ({ seq }) => seq === 2);
    expect(read).toMatchObject({ unread: 0 });
    // What is the owner's own comes after everything that was the member's: nothing of that was theirs.
    await say(owner.userId, 'Mine');
    expect(await other.next('inbox')).toMatchObject({ seq: 1, unread: 1 });
    for (const wire of [here, there, other]) wire.close();
  });

  it('security S20: nobody reads, marks or asks about the entries of others', async () => {
    const { member, guest } = scene;
    const [entry] = await entriesOf(member);
    expect(await entriesOf(guest)).toEqual([]);
    const mark = { which: { entryIds: [entry.id] }, as: 'archived' };
    const marked = await scene.as(guest, 'POST', `${base}/inbox/mark`, mark);
    expect(marked.body.data).toEqual({ seq: 0, unread: 0, changed: 0 });
    const why = `${base}/inbox/why?entryId=${entry.id}`;
    expect((await scene.as(guest, 'GET', why)).status).toBe(404);
    expect(await entriesOf(member)).toHaveLength(1);
  });

  it('delivery D24: says why it came, and what became of the other ways', async () => {
    const { organizationId, member } = scene;
    const rule = {
      scope: 'board',
      scopeId: scene.boardId,
      category: null,
      channel: 'email',
      mode: 'off',
    };
    await tell(first, {
      organizationId,
      userId: member.userId,
      content: { title: 'Two', body: '' },
      ways: [
        {
          channel: 'email',
          state: 'suppressed',
          reason: 'preference',
          decided: { mode: 'off', decidedBy: { kind: 'preference', rule } },
        },
      ],
    });
    await waitForUnread(first, { organizationId, userId: member.userId }, 1);
    const [entry] = await entriesOf(member);
    const answer = await scene.as(member, 'GET', `${base}/inbox/why?entryId=${entry.id}`);
    expect(answer.body.data).toMatchObject({
      category: 'custom',
      ways: [
        { channel: 'inApp', state: 'delivered', mode: 'on', decidedBy: { kind: 'default' } },
        {
          channel: 'email',
          state: 'suppressed',
          reason: 'preference',
          mode: 'off',
          decidedBy: { kind: 'preference', scope: 'board', category: null, channel: 'email' },
        },
      ],
    });
  });

  it('bad input: a snooze needs a time in the future, at most a year ahead, and nothing else takes one', async () => {
    const [entry] = await entriesOf(scene.member);
    const which = { entryIds: [entry.id] };
    const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
    const year = 400 * 86_400_000;
    for (const body of [
      { which, as: 'snoozed' },
      { which, as: 'snoozed', until: inMs(-1_000) },
      { which, as: 'snoozed', until: inMs(year) },
      { which, as: 'read', until: inMs(60_000) },
    ]) {
      const answer = await scene.as(scene.member, 'POST', `${base}/inbox/mark`, body);
      expect(answer.status).toBe(400);
      expect(answer.body.error?.details?.fields?.[0]?.path).toBe('until');
    }
    const soon = { which, as: 'snoozed', until: inMs(1_200) };
    await scene.as(scene.member, 'POST', `${base}/inbox/mark`, soon);
    expect(await entriesOf(scene.member, '?filter=snoozed')).toHaveLength(1);
    await expect
      .poll(async () => (await entriesOf(scene.member, '?filter=unread')).length, {
        timeout: 20_000,
      })
      .toBe(1);
  });
});
