import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  addMember,
  createOrganization,
  registerPerson,
  type Person,
} from '../../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../../test/harness/server.ts';

let server: TestServer;
let owner: Person;
let base: string;
beforeAll(async () => {
  server = await startTestServer();
  owner = await registerPerson(server, { name: 'Olive Owner' });
  base = `/organizations/${await createOrganization(server, owner)}`;
});
afterAll(() => server.stop());

describe('organizations over HTTP', () => {
  it('security S9: a key works as a bearer until it is revoked', async () => {
    const body = { name: 'CI', scopes: ['organization:read', 'members:read'] };
    const made = await server.call('POST', `${base}/api-keys`, { token: owner.token, body });
    const { id, secret } = made.body.data;
    const list = () => server.call('GET', `${base}/members`, { token: secret });
    expect((await list()).status).toBe(200);
    expect((await server.call('PATCH', base, { token: secret, body: { name: 'X' } })).status).toBe(
      403,
    );
    await server.call('DELETE', `${base}/api-keys/${id}`, { token: owner.token });
    expect((await list()).status).toBe(401);
  });

  it('invites a stranger, whose mail leads to an account and a membership', async () => {
    const roles = await server.call('GET', `${base}/roles`, { token: owner.token });
    const roleId = roles.body.data.find(({ key }: { key: string }) => key === 'member').id;
    const email = 'newcomer@example.test';
    const body = { email, roleId };
    await server.call('POST', `${base}/invitations`, { token: owner.token, body });
    const invitationToken = await readMailedToken(email);
    const person = await registerPerson(server, { email, invitationToken });
    const path = '/invitations/accept';
    const accepted = await server.call('POST', path, {
      token: person.token,
      body: { token: invitationToken },
    });
    expect(accepted.body.data).toMatchObject({ role: { key: 'member' } });
    const [account] = await server.database.query<{ isVerified: boolean }>(
      'select email_verified_at is not null as "isVerified" from users where id = $1',
      [person.userId],
    );
    expect(account?.isVerified).toBe(true);
    const again = await server.call('POST', path, {
      token: person.token,
      body: { token: invitationToken },
    });
    expect([again.status, again.body.error?.details?.reason]).toEqual([409, 'invitation_used']);
  });

  it('security S25: a suspended member reads nothing any more', async () => {
    const organizationId = base.split('/')[2] ?? '';
    const member = await addMember(server, owner, organizationId, 'admin');
    const read = () => server.call('GET', `${base}/members?search=olive`, { token: member.token });
    expect((await read()).body).toMatchObject({
      data: [{ name: 'Olive Owner' }],
      pagination: { nextCursor: null },
    });
    await server.call('POST', `${base}/members/${member.memberId}/suspend`, { token: owner.token });
    expect((await read()).status).toBe(404);
  });

  it('downloads the audit log, which adds up', async () => {
    const file = await server.call('GET', `${base}/audit/export?format=csv`, {
      token: owner.token,
    });
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(file.body.data).toContain('organization.created');
    const verdict = await server.call('GET', `${base}/audit/verify`, { token: owner.token });
    expect(verdict.body.data).toMatchObject({ intact: true, firstBrokenSequence: null });
  });

  it.each([
    'members?cursor=%00',
    'members?search=%00',
    'audit?action=%25',
    'audit?from=yesterday',
    'audit?cursor=e30',
  ])('answers 400 to %s', async (path) => {
    expect((await server.call('GET', `${base}/${path}`, { token: owner.token })).status).toBe(400);
  });
});

/** The secret that came with the mail, from the built-in mailbox. */
async function readMailedToken(email: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const [mail] = await server.database.query<{ text: string }>(
        'select text from mailbox_messages where recipient = $1',
        [email],
      );
      const token = /invitations\/accept\?token=([\w-]{43})/.exec(mail?.text ?? '')?.[1];
      if (token === undefined) throw new Error('no mail yet');
      return token;
    },
    { timeout: 20_000, interval: 50 },
  );
}
