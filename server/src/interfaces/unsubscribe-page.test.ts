import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../../../test/harness/boards.ts';
import { addMember, type Person } from '../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../test/harness/server.ts';
import { createUnsubscribe } from '../features/channels/index.ts';
import { chooseWords } from './unsubscribe-words.ts';

let server: TestServer;
let scene: BoardScene;
let person: Person;
let organizationId: string;
beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  person = scene.owner;
  organizationId = scene.organizationId;
});
afterAll(() => server.stop());

interface About {
  userId: string | null;
  email: string;
  organizationId?: string | null;
  category?: string;
}

function linkFor(about: About) {
  const unsubscribe = createUnsubscribe({ ...server.program.foundation, publicUrl: server.url });
  return unsubscribe.link({ organizationId, category: 'commented', ...about });
}

const click = ({ userId, email, category = 'commented' }: About) =>
  fetch(linkFor({ userId, email, category }), { method: 'POST' });

/** How somebody is notified, as they see it; of one board, or everywhere. */
async function mailOf(who: Person, category: string, boardId?: string): Promise<string> {
  const path = `/organizations/${organizationId}/preferences`;
  const query = boardId === undefined ? '' : `/effective?scope=board&scopeId=${boardId}`;
  const { body } = await server.call('GET', `${path}${query}`, { token: who.token });
  const row = body.data.grid.find((each: { category: string }) => each.category === category);
  return row?.channels.find((cell: { channel: string }) => cell.channel === 'email').mode;
}
const chooses = (who: Person, choice: object) =>
  server.call('PUT', `/organizations/${organizationId}/preferences`, {
    token: who.token,
    body: { preferences: [choice] },
  });

const preferences = () =>
  server.database.query(
    `select category, channel, mode from notification_preferences where user_id = $1`,
    [person.userId],
  );
const suppressions = () =>
  server.database.query(
    `select organization_id as "organizationId", channel, address_masked as masked, reason from suppressions`,
  );

describe('SPEC D3: one click unsubscribes (RFC 8058)', () => {
  it('looking at the page changes nothing', async () => {
    const link = linkFor({ userId: person.userId, email: person.email });
    const page = await fetch(link, { headers: { 'accept-language': 'de' } });
    const html = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('<form method="post">');
    expect(html).not.toContain(person.email);
    expect(await preferences()).toEqual([]);
  });

  it.each([
    [
      'a mail program',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'List-Unsubscribe=One-Click',
    ],
    ['another one', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--\r\n'],
    ['the page’s button', {}, undefined],
  ])('%s acts by POST, as often as it likes', async (_who, headers, body) => {
    const link = linkFor({ userId: person.userId, email: person.email });
    for (let index = 0; index < 2; index += 1) {
      const answer = await fetch(link, {
        method: 'POST',
        headers,
        ...(body !== undefined && { body }),
      });
      expect(answer.status).toBe(200);
    }
    expect(await preferences()).toEqual([{ category: 'commented', channel: 'email', mode: 'off' }]);
  });

  it('of a digest turns off what it gathers, which its reader finds in their settings', async () => {
    const reader = await addMember(server, person, organizationId, 'member');
    const everywhere = { scope: 'all', scopeId: null, category: 'statusChanged', channel: 'email' };
    await chooses(reader, { ...everywhere, mode: 'on' });
    await chooses(reader, { ...everywhere, category: 'assigned', mode: 'digest' });
    expect((await click({ ...reader, category: 'digest' })).status).toBe(200);
    expect(await mailOf(reader, 'commented')).toBe('off');
    expect(await mailOf(reader, 'assigned')).toBe('off');
    expect(await mailOf(reader, 'statusChanged')).toBe('on');
    expect(await mailOf(reader, 'mentioned')).toBe('on');
  });

  it('holds for a board, too, of which somebody wanted to hear by mail', async () => {
    const reader = await addMember(server, person, organizationId, 'member');
    const { boardId: board } = scene;
    const there = { scope: 'board', scopeId: board, category: null, channel: null, mode: 'on' };
    await chooses(reader, there);
    expect(await mailOf(reader, 'commented', board)).toBe('on');
    await click(reader);
    expect(await mailOf(reader, 'commented', board)).toBe('off');
    expect(await mailOf(reader, 'assigned', board)).toBe('on');
  });

  it('of a program’s mail to a member stops that category, and the member may want it again', async () => {
    const reader = await addMember(server, person, organizationId, 'member');
    await click({ userId: null, email: reader.email.toUpperCase(), category: 'marketing' });
    expect(await mailOf(reader, 'marketing')).toBe('off');
    expect(await mailOf(reader, 'assigned')).toBe('on');
    const marketing = { scope: 'all', scopeId: null, category: 'marketing', channel: 'email' };
    expect((await chooses(reader, { ...marketing, mode: null })).status).toBe(200);
    expect(await mailOf(reader, 'marketing')).toBe(undefined);
    const account = { ...marketing, category: 'account', mode: 'off' };
    expect((await chooses(reader, account)).status).toBe(400);
  });

  it('of a program’s mail to a member’s address is kept to by its next one, but for other categories', async () => {
    const reader = await addMember(server, person, organizationId, 'member');
    const ask = async (category: string, more = {}) => {
      const to = [{ email: reader.email }];
      const content = { title: 'News', body: 'Something new.' };
      const { body } = await server.call('POST', '/notifications', {
        token: person.token,
        body: { organizationId, to, content, category, ...more },
      });
      return `/notifications/jobs/${body.data.jobId}`;
    };
    const end = async (path: string) => {
      const read = async () => (await server.call('GET', path, { token: person.token })).body.data;
      await expect.poll(async () => (await read()).state, { timeout: 30_000 }).toBe('done');
      return (await read()).counts;
    };
    const [sent, suppressed] = [
      { sent: 1, suppressed: 0 },
      { sent: 0, suppressed: 1 },
    ];
    expect(await end(await ask('offers'))).toMatchObject(sent);
    const planned = await ask('offers', { delayS: 3_600 });
    const isPlanned = async () =>
      (await server.call('GET', planned, { token: person.token })).body.data.isPlanned;
    await expect.poll(isPlanned, { timeout: 30_000 }).toBe(true);
    await click({ userId: null, email: reader.email, category: 'offers' });
    expect(await end(await ask('offers'))).toMatchObject(suppressed);
    await server.call('POST', `${planned}/promote`, { token: person.token, body: {} });
    expect(await end(planned)).toMatchObject(suppressed);
    expect(await end(await ask('receipts'))).toMatchObject(sent);
    const offers = { scope: 'all', scopeId: null, category: 'offers', channel: 'email' };
    await chooses(reader, { ...offers, mode: 'digest' });
    expect(await end(await ask('offers'))).toMatchObject(sent);
  });

  it('of a digest ends it for whoever has all of their mails gathered, wherever they chose that', async () => {
    const reader = await addMember(server, person, organizationId, 'member');
    const { boardId: board } = scene;
    const all = { scope: 'all', scopeId: null, category: null, channel: 'email', mode: 'digest' };
    await chooses(reader, all);
    const there = { scope: 'board', scopeId: board, category: 'mentioned', channel: 'email' };
    await chooses(reader, { ...there, mode: 'digest' });
    await click({ ...reader, category: 'digest' });
    for (const category of ['assigned', 'commented', 'custom', 'imports'])
      expect([category, await mailOf(reader, category)]).toEqual([category, 'off']);
    expect(await mailOf(reader, 'mentioned', board)).toBe('off');
  });

  it('an address without an account gets nothing more of the organization, however long it is', async () => {
    const email = `${'a'.repeat(60)}@${'b'.repeat(180)}.test`;
    const link = linkFor({ userId: null, email });
    for (let index = 0; index < 2; index += 1)
      expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    expect(await suppressions()).toEqual([
      {
        organizationId,
        channel: 'email',
        masked: `a***@${'b'.repeat(180)}.test`,
        reason: 'unsubscribed',
      },
    ]);
  });

  it('an address that was to get nothing for a while gets nothing for good', async () => {
    const email = 'trent@example.com';
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const suppress = (more: object) =>
      server.call('POST', '/suppressions', {
        token: person.token,
        body: { organizationId, address: { email }, ...more },
      });
    expect((await suppress({ until })).body.data).toMatchObject({ reason: 'manual', until });
    await click({ userId: null, email });
    const kept = { reason: 'unsubscribed', until: null };
    expect((await suppress({ until })).body.data).toMatchObject(kept);
  });

  it('security S27: a link that was changed does nothing', async () => {
    const link = linkFor({ userId: person.userId, email: person.email });
    const at = link.length - 20;
    const changed = link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1);
    for (const url of [changed, `${server.url}/unsubscribe/x`, `${link}${'A'.repeat(2_000)}`]) {
      expect((await fetch(url)).status).toBe(404);
      expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    }
  });

  it('security S12: the page keeps to the policy of all pages', async () => {
    const page = await fetch(linkFor({ userId: person.userId, email: person.email }));
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).not.toMatch(/<style|<script|style=/);
    const styles = await fetch(`${server.url}/unsubscribe/page.css`);
    expect(styles.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it.each([
    ['fr-CH, en;q=0.5', 'fr'],
    ['en;q=0.2, de;q=0.9', 'de'],
    ['ja', 'en'],
    ['', 'en'],
  ])('speaks the language of %j', (header, language) =>
    expect(chooseWords(header).language).toBe(language),
  );
});
