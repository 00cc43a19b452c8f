import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrganization, registerPerson, type Person } from '../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../test/harness/server.ts';
import { createUnsubscribe } from '../features/channels/index.ts';
import { chooseWords } from './unsubscribe-words.ts';

let server: TestServer;
let person: Person;
let organizationId: string;
beforeAll(async () => {
  server = await startTestServer();
  person = await registerPerson(server);
  organizationId = await createOrganization(server, person);
});
afterAll(() => server.stop());

function linkFor(about: { userId: string | null; email: string; organizationId?: string | null }) {
  const unsubscribe = createUnsubscribe({ ...server.program.foundation, publicUrl: server.url });
  return unsubscribe.link({ organizationId, category: 'commented', ...about });
}

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
