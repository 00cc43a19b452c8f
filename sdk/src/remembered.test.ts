import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';

const ORGANIZATION = '00000000-0000-4000-8000-000000000001';

/** Stands for a server: answers what `reply` says of each request, in order. */
function createScene(reply: (sent: Headers, count: number) => Response) {
  const sent: Headers[] = [];
  const client = createClient({
    baseUrl: 'http://boards.test',
    accessToken: 'token',
    retries: 0,
    fetch: async (_input, init) => {
      const headers = new Headers(init?.headers);
      sent.push(headers);
      return reply(headers, sent.length);
    },
  });
  const list = () => client.workspaces.list({ organizationId: ORGANIZATION });
  return { client, sent, list };
}

const page = (name: string, tag: string) =>
  Response.json({ success: true, data: [{ name }] }, { headers: { etag: tag } });
const unchanged = (tag: string) => new Response(null, { status: 304, headers: { etag: tag } });

describe('answers that the SDK remembers (RFC 9110 section 13.1.2)', () => {
  it('a list that did not change is not sent again, and reads as it did', async () => {
    const { list, sent } = createScene((headers) =>
      headers.get('if-none-match') === 'W/"a"' ? unchanged('W/"a"') : page('Team', 'W/"a"'),
    );
    const [first, second, third] = [await list(), await list(), await list()];
    expect(first).toMatchObject({ ok: true, data: [{ name: 'Team' }] });
    expect([second, third].map((each) => each.ok && each.data)).toEqual([
      first.ok && first.data,
      first.ok && first.data,
    ]);
    expect(sent.map((each) => each.get('if-none-match'))).toEqual([null, 'W/"a"', 'W/"a"']);
    // Each caller has an answer of their own to change.
    expect(second.ok && first.ok && second.data !== first.data).toBe(true);
  });

  it('what changed comes whole, and is what is asked about next', async () => {
    const { list, sent } = createScene((_headers, count) =>
      count === 1 ? page('Team', 'W/"a"') : page('Crew', 'W/"b"'),
    );
    await list();
    expect(await list()).toMatchObject({ data: [{ name: 'Crew' }] });
    await list();
    expect(sent.map((each) => each.get('if-none-match'))).toEqual([null, 'W/"a"', 'W/"b"']);
  });

  it('a refusal is no answer to remember, and makes what was known be forgotten', async () => {
    const error = { code: 'NOT_FOUND', message: 'Gone', requestId: 'r' };
    const { list, sent } = createScene((_headers, count) =>
      count === 2
        ? Response.json({ success: false, error }, { status: 404 })
        : page('Team', 'W/"a"'),
    );
    await list();
    expect(await list()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    await list();
    expect(sent.map((each) => each.get('if-none-match'))).toEqual([null, 'W/"a"', null]);
  });

  it('security S12: nothing is left of a session that is over', async () => {
    const { client, list, sent } = createScene((headers) =>
      headers.get('accept') === 'application/json' && sent.length === 2
        ? Response.json({ success: true, data: {} })
        : page('Team', 'W/"a"'),
    );
    await list();
    await client.authentication.logOut({});
    await list();
    expect(sent.map((each) => each.get('if-none-match'))).toEqual([null, null, null]);
  });
});
