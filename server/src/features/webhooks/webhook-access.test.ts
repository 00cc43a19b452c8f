import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addMember,
  createOrganization,
  registerPerson,
  type Person,
} from '../../../../test/harness/people.ts';
import { createSecret } from '../../kernel/ids.ts';
import { openWebhookBed, type Endpoint, type WebhookBed } from './webhooks.fixture.ts';

let bed: WebhookBed;
let admin: Person & { memberId: string };
let member: Person;
let workspaceId: string;
beforeAll(async () => {
  bed = await openWebhookBed();
  admin = await addMember(bed.server, bed.owner, bed.organizationId, 'admin');
  member = await addMember(bed.server, bed.owner, bed.organizationId, 'member');
  workspaceId = await make(bed.owner, `/organizations/${bed.organizationId}/workspaces`, {
    name: 'Operations',
  });
});
afterAll(() => bed.close());
beforeEach(async () => {
  for (const { id } of await bed.call<Endpoint[]>('GET', `?organizationId=${bed.organizationId}`))
    await bed.call('DELETE', `/${id}`);
  bed.side.arrived.length = 0;
});

const settled = { timeout: 20_000 };

async function make(person: Person, path: string, body: unknown): Promise<string> {
  const answer = await bed.server.call('POST', path, { token: person.token, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.id as string;
}

function addAs(person: Person, input: Record<string, unknown> = {}) {
  return make(person, '/webhooks/endpoints', {
    organizationId: bed.organizationId,
    name: 'Receiver',
    url: `${bed.side.url}/hook`,
    ...input,
  });
}

const makeBoard = (name: string, visibility: 'organization' | 'private') =>
  make(bed.owner, `/workspaces/${workspaceId}/boards`, { name, visibility });

/**
 * Waits for a last thing that everybody may hear of: on an ordered endpoint, what did not come by then does not come. An
 * endpoint may still hear of what happened a moment before it was added, so each test looks at names of its own.
 */
async function hearUntil(end: string): Promise<string> {
  // A second try of a test needs another name.
  const name = `${end} ${createSecret(4)}`;
  await bed.happen(name);
  const heard = () => bed.side.arrived.map(({ body }) => body.toString()).join('\n');
  await expect.poll(heard, settled).toContain(name);
  return heard();
}

describe('security S48: an endpoint hears of what its person may see', () => {
  it('not of private boards of others', async () => {
    // In the order of what happened, so that what comes last proves what did not come.
    await addAs(admin, { isOrdered: true });
    await makeBoard('Payroll', 'private');
    await makeBoard('Roadmap', 'organization');
    const heard = await hearUntil('End 1');
    expect(heard).toContain('Roadmap');
    expect(heard).not.toContain('Payroll');
  });

  it('nor of anything once they have left, until somebody else stands behind it', async () => {
    const leaving = await addMember(bed.server, bed.owner, bed.organizationId, 'admin');
    const eventTypes = ['workspace.created'];
    const id = await addAs(leaving, { eventTypes });
    const path = `/organizations/${bed.organizationId}/members/${leaving.memberId}`;
    const removed = await bed.server.call('DELETE', path, { token: bed.owner.token });
    expect(removed.status).toBe(200);
    await addAs(admin, { eventTypes });
    await hearUntil('Unheard');
    // It says so, and what was not sent can be sent by whoever stands behind it next.
    await expect
      .poll(() => bed.log(id), settled)
      .toMatchObject([{ state: 'suppressed', reason: 'cannotSee', attempts: 0 }]);
    expect(await bed.call<Endpoint>('GET', `/${id}`)).toMatchObject({
      actsFor: { userId: leaving.userId, isActive: false },
    });
    // Administrators are told of it, once for all that is not heard.
    await hearUntil('Unheard too');
    const told = () =>
      bed.server.database.query<{ reason: string }>(
        `select payload ->> 'reason' as reason from messages
         where template_key = 'endpointDisabled' and payload ->> 'endpointId' = $1`,
        [id],
      );
    expect(await told()).toEqual([{ reason: 'lost' }]);
    await bed.call('PATCH', `/${id}`, { actsForMe: true });
    await hearUntil('Heard again');
    expect(await told()).toHaveLength(1);
    const sent = async () => (await bed.log(id)).filter(({ state }) => state === 'sent').length;
    await expect.poll(sent, settled).toBe(1);
    const since = new Date(Date.now() - 60_000).toISOString();
    await bed.call('POST', `/${id}/replay`, { since });
    await expect.poll(sent, settled).toBe(3);
  });

  it('security S25: what waits is not sent after the right was lost', async () => {
    const person = await addMember(bed.server, bed.owner, bed.organizationId, 'admin');
    const id = await addAs(person, { eventTypes: ['workspace.created'] });
    bed.side.fault = { status: 500 };
    await bed.happen('Waiting');
    const first = async () => (await bed.log(id))[0];
    await expect.poll(first, settled).toMatchObject({ state: 'queued', attempts: 1 });
    bed.side.fault = 'none';
    const roles = await bed.server.call('GET', `/organizations/${bed.organizationId}/roles`, {
      token: bed.owner.token,
    });
    const guest = roles.body.data.find(({ key }: { key: string }) => key === 'guest');
    await bed.server.call(
      'PATCH',
      `/organizations/${bed.organizationId}/members/${person.memberId}`,
      {
        token: bed.owner.token,
        body: { roleId: guest.id },
      },
    );
    await bed.hurry();
    await expect.poll(first, settled).toMatchObject({ state: 'suppressed', reason: 'cannotSee' });
    expect(bed.side.arrived).toHaveLength(1);
  });

  it('of one board alone, when it was asked for', async () => {
    const [wanted, other] = [
      await makeBoard('Wanted', 'organization'),
      await makeBoard('Other', 'organization'),
    ];
    await addAs(bed.owner, { boardId: wanted, isOrdered: true });
    for (const [boardId, name] of [
      [other, 'Unwanted group'],
      [wanted, 'Wanted group'],
    ])
      await make(bed.owner, `/boards/${boardId}/groups`, { name });
    const heard = () => bed.side.arrived.map(({ body }) => body.toString()).join('\n');
    await expect.poll(heard, settled).toContain('Wanted group');
    expect(heard()).not.toContain('Unwanted group');
    const payloads = await bed.arrived(1);
    expect(new Set(payloads.map(({ data }) => data.boardId))).toEqual(new Set([wanted]));
  });

  it('a board that one may not see cannot be chosen', async () => {
    const boardId = await makeBoard('Secret', 'private');
    const answer = await bed.server.call('POST', '/webhooks/endpoints', {
      token: admin.token,
      body: { organizationId: bed.organizationId, name: 'x', url: bed.side.url, boardId },
    });
    expect(answer.body.error?.details?.fields).toMatchObject([{ path: 'boardId' }]);
  });
});

describe('SPEC A4: who may manage webhooks', () => {
  it('members may not, and others find nothing', async () => {
    const id = await addAs(admin);
    const stranger = await registerPerson(bed.server);
    const foreign = await createOrganization(bed.server, stranger, 'Elsewhere');
    for (const [path, method] of [
      [`/webhooks/endpoints/${id}`, 'GET'],
      [`/webhooks/endpoints/${id}/attempts`, 'GET'],
      [`/webhooks/endpoints/${id}/rotate`, 'POST'],
      [`/webhooks/endpoints/${id}`, 'DELETE'],
    ] as const) {
      const body = method === 'POST' ? { body: {} } : {};
      const asMember = await bed.server.call(method, path, { token: member.token, ...body });
      expect(asMember.status, path).toBe(403);
      const asStranger = await bed.server.call(method, path, { token: stranger.token, ...body });
      expect(asStranger.status, path).toBe(404);
    }
    const list = `/webhooks/endpoints?organizationId=${foreign}`;
    expect((await bed.server.call('GET', list, { token: admin.token })).status).toBe(404);
  });

  it('fifty endpoints are the limit', async () => {
    for (let index = 0; index < 50; index += 1) await addAs(admin);
    const answer = await bed.server.call('POST', '/webhooks/endpoints', {
      token: admin.token,
      body: { organizationId: bed.organizationId, name: 'x', url: bed.side.url },
    });
    expect(answer.body.error?.details?.reason).toBe('too_many_endpoints');
  });
});

describe('security S32: addresses inside are refused when they are saved', () => {
  it.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://0x7f000002/',
    'http://localhost/',
    'http://printer.local/',
    'http://user:pass@example.com/',
    'ftp://example.com/',
    'not a url',
  ])('%s', async (url) => {
    const id = await addAs(admin);
    const body = { organizationId: bed.organizationId, name: 'x', url };
    const [created, updated] = await Promise.all([
      bed.server.call('POST', '/webhooks/endpoints', { token: admin.token, body }),
      bed.server.call('PATCH', `/webhooks/endpoints/${id}`, { token: admin.token, body: { url } }),
    ]);
    for (const { status, body: answer } of [created, updated]) {
      expect(status).toBe(400);
      expect(answer.error?.details?.fields).toMatchObject([{ path: 'url' }]);
    }
  });
});
