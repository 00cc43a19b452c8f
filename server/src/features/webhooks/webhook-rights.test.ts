import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addMember, type Person } from '../../../../test/harness/people.ts';
import { boardAccess } from '../boards/index.ts';
import { startFarSide, type FarSide } from '../channels/far-side.fixture.ts';
import { loadGrants } from '../organizations/index.ts';
import { createTargets } from './targets.ts';
import { openWebhookBed, type Call, type Endpoint, type WebhookBed } from './webhooks.fixture.ts';

let bed: WebhookBed;
/** An administrator who sees no private board of others. */
let bob: Person;
let bobs: FarSide;
beforeAll(async () => {
  bed = await openWebhookBed();
  bob = await addMember(bed.server, bed.owner, bed.organizationId, 'admin');
  bobs = await startFarSide((_request, response) => response.writeHead(204).end());
});
afterAll(async () => {
  await bed.close();
  await bobs.close();
});
beforeEach(async () => {
  for (const { id } of await bed.call<Endpoint[]>('GET', `?organizationId=${bed.organizationId}`))
    await bed.call('DELETE', `/${id}`);
  bed.side.fault = 'none';
  bed.side.arrived.length = 0;
  bobs.arrived.length = 0;
});

const settled = { timeout: 20_000 };
const base = '/webhooks/endpoints';
const read = (id: string) => bed.call<Endpoint>('GET', `/${id}`);
const since = () => new Date(Date.now() - 60_000).toISOString();

interface CallLog extends Call {
  isWithheld: boolean;
  request: { body: string | null };
  log: { answer: { body: string } | null }[];
}

const readCall = (person: Person, endpointId: string, callId: string) =>
  bed.must<CallLog>(person.token, 'GET', `${base}/${endpointId}/attempts/${callId}`);

/** The calls of an endpoint once there are so many, in the order of what happened. */
async function logOf(endpointId: string, count: number): Promise<Call[]> {
  await expect.poll(async () => (await bed.log(endpointId)).length, settled).toBe(count);
  return (await bed.log(endpointId)).toReversed();
}

/** An endpoint of the owner that hears of new boards, each of which fails once, and is then to be tried again. */
async function addFailing(): Promise<Endpoint> {
  const endpoint = await bed.add({ eventTypes: ['board.created'] });
  bed.side.fault = { status: 400, body: 'You sent Payroll' };
  return endpoint;
}

async function untilTried(endpointId: string, count: number): Promise<Call[]> {
  await expect
    .poll(
      async () => (await bed.log(endpointId)).filter((call) => call.hold === 'retry').length,
      settled,
    )
    .toBe(count);
  return logOf(endpointId, count);
}

describe('security S20, S48: the log tells nobody of a board that they may not see', () => {
  it('neither what was sent nor what came back; of others it does', async () => {
    const { id } = await addFailing();
    await bed.makeBoard('Payroll', 'private');
    await bed.makeBoard('Roadmap', 'organization');
    const [hidden, open] = await untilTried(id, 2);
    const [hiddenId, openId] = [hidden?.id ?? '', open?.id ?? ''];
    const withheld = await readCall(bob, id, hiddenId);
    expect(withheld).toMatchObject({ isWithheld: true, request: { body: null } });
    expect(withheld.log).toMatchObject([{ code: 'http_400', answer: { status: 400, body: null } }]);
    const list = await bed.must(bob.token, 'GET', `${base}/${id}/attempts`);
    const about = `/notifications/${hidden?.jobId}`;
    const timeline = await bed.must<{ happenings: object[] }>(
      bob.token,
      'GET',
      `${about}/timeline`,
    );
    expect(timeline.happenings).toContainEqual(
      expect.objectContaining({ type: 'answer', code: 'http_400', answer: null }),
    );
    const message = await bed.must(bob.token, 'GET', about);
    expect(JSON.stringify([withheld, list, timeline, message])).not.toContain('Payroll');
    const shown = await readCall(bob, id, openId);
    expect(shown).toMatchObject({ isWithheld: false, log: [{ answer: { status: 400 } }] });
    expect(shown.request.body).toContain('Roadmap');
    expect((await readCall(bed.owner, id, hiddenId)).request.body).toContain('Payroll');
  });

  it('security S9: nor a key what it does not reach', async () => {
    const { id } = await addFailing();
    await bed.makeBoard('Roadmap', 'organization');
    const [call] = await untilTried(id, 1);
    const path = `${base}/${id}/attempts/${call?.id}`;
    const scopes = ['organization:read', 'webhooks:manage'];
    const narrow = await bed.makeKey(scopes);
    const wide = await bed.makeKey([...scopes, 'board:read']);
    expect(await bed.must(narrow.secret, 'GET', path)).toMatchObject({ isWithheld: true });
    expect(await bed.must(wide.secret, 'GET', path)).toMatchObject({ isWithheld: false });
  });
});

describe('security S48: nobody turns somebody else’s endpoint on themselves', () => {
  it('where it calls, and more to hear of, are changed by its person or with their rights given up', async () => {
    const boardId = await bed.makeBoard('Open', 'organization');
    const { id } = await bed.add({ eventTypes: ['item.created', 'item.moved'], boardId });
    const patch = (body: object) => bed.ask(bob.token, 'PATCH', `${base}/${id}`, body);
    for (const body of [
      { url: `${bobs.url}/hook` },
      { eventTypes: ['item.created', 'comment.created'] },
      { eventTypes: [] },
      { boardId: null },
    ]) {
      const answer = await patch(body);
      expect(answer.body.error?.details?.reason, JSON.stringify(body)).toBe('acts_for_other');
    }
    expect((await patch({ name: 'Renamed', isOrdered: true, state: 'disabled' })).status).toBe(200);
    expect((await patch({ eventTypes: ['item.created'], state: 'enabled' })).status).toBe(200);
    const owned = await read(id);
    expect(owned).toMatchObject({ name: 'Renamed', url: `${bed.side.url}/hook` });
    expect(owned.actsFor).toMatchObject({ userId: bed.owner.userId });
    expect((await patch({ url: `${bobs.url}/hook`, actsForMe: true })).status).toBe(200);
    expect(await read(id)).toMatchObject({ actsFor: { userId: bob.userId, isActive: true } });
  });

  it('whoever takes it over hears of nothing that they may not see, neither now nor of earlier', async () => {
    const { id } = await addFailing();
    await bed.makeBoard('Payroll', 'private');
    await bed.makeBoard('Roadmap', 'organization');
    await untilTried(id, 2);
    bed.side.fault = 'none';
    const change = { url: `${bobs.url}/hook`, actsForMe: true };
    await bed.must(bob.token, 'PATCH', `${base}/${id}`, change);
    await bed.hurry();
    const states = async () => (await logOf(id, 2)).map(({ state, reason }) => [state, reason]);
    await expect.poll(states, settled).toEqual([
      ['suppressed', 'cannotSee'],
      ['sent', null],
    ]);
    await bed.makeBoard('Layoffs', 'private');
    const again = { since: since(), states: ['sent', 'suppressed', 'failed'] };
    const replay = (body: object) =>
      bed.must(bob.token, 'POST', `${base}/${id}/replay`, { ...again, ...body });
    expect(await replay({ isDryRun: true })).toEqual({ count: 1, hasMore: false });
    expect(await replay({})).toEqual({ count: 1, hasMore: false });
    await expect.poll(() => bobs.arrived.length, settled).toBe(2);
    const heard = bobs.arrived.map(({ body }) => body.toString()).join('\n');
    expect(heard).toContain('Roadmap');
    expect(heard).not.toMatch(/Payroll|Layoffs/);
  });

  it('between the last look and the call neither: address and rights are of one moment', async () => {
    const { foundation } = bed.server.program;
    const access = { loadGrants, loadBoard: boardAccess.loadBoard };
    const targets = createTargets({ ...foundation, access });
    const { id } = await bed.add();
    const about = { boardId: await bed.makeBoard('Payroll', 'private'), type: 'board.created' };
    expect(await targets.find(id, about)).toMatchObject({ mayHear: true });
    const change = { url: `${bobs.url}/hook`, actsForMe: true };
    await bed.must(bob.token, 'PATCH', `${base}/${id}`, change);
    expect(await targets.find(id, about)).toMatchObject({ url: change.url, mayHear: false });
  });
});

describe('security S9: an endpoint that a key added hears of no more than the key reaches', () => {
  const narrow = ['organization:read', 'webhooks:manage'];
  const addAs = (token: string, input: object = {}) =>
    bed.must<Endpoint>(token, 'POST', base, {
      organizationId: bed.organizationId,
      name: 'Of a key',
      url: `${bed.side.url}/hook`,
      isOrdered: true,
      ...input,
    });
  const heard = () => bed.side.arrived.map(({ body }) => body.toString()).join('\n');

  it('of boards only with board:read', async () => {
    const key = await bed.makeKey(narrow);
    const { id, actsFor } = await addAs(key.secret);
    expect(actsFor).toEqual({
      userId: bed.owner.userId,
      name: expect.any(String) as string,
      apiKey: { id: key.id, name: 'Deploy' },
      isActive: true,
    });
    const boardId = await bed.makeBoard('Roadmap', 'organization');
    await bed.happen('Told');
    await expect.poll(heard, settled).toContain('Told');
    expect(heard()).not.toContain('Roadmap');
    const limited = await bed.ask(key.secret, 'PATCH', `${base}/${id}`, { boardId });
    expect(limited.body.error?.details?.fields).toMatchObject([{ path: 'boardId' }]);
    const wide = await bed.makeKey([...narrow, 'board:read']);
    await addAs(wide.secret);
    await bed.makeBoard('Seen', 'organization');
    await expect.poll(heard, settled).toContain('Seen');
  });

  it.each(['revoked', 'expired', 'gone'] as const)('and of nothing once it is %s', async (how) => {
    const key = await bed.makeKey(narrow);
    const { id } = await addAs(key.secret);
    const path = `/organizations/${bed.organizationId}/api-keys/${key.id}`;
    if (how === 'revoked') await bed.must(bed.owner.token, 'DELETE', path);
    else if (how === 'expired')
      await bed.server.database.query(
        `update api_keys set expires_at = now() - interval '1 second' where id = $1`,
        [key.id],
      );
    else await bed.server.database.query('delete from api_keys where id = $1', [key.id]);
    const other = await bed.add({ isOrdered: true });
    await bed.happen(`Unheard ${how}`);
    await logOf(other.id, 1);
    await expect
      .poll(() => bed.log(id), settled)
      .toMatchObject([{ state: 'suppressed', reason: 'cannotSee' }]);
    expect((await read(id)).actsFor).toMatchObject({ isActive: false });
  });

  it('and turns no endpoint of its owner, or of another key, on itself', async () => {
    const [mine, other] = [await bed.makeKey(narrow), await bed.makeKey(narrow)];
    const [ofPerson, ofOther, ofMine] = [
      await bed.add(),
      await addAs(other.secret),
      await addAs(mine.secret),
    ];
    const body = { url: `${bobs.url}/hook` };
    const patch = (token: string, { id }: Endpoint) =>
      bed.ask(token, 'PATCH', `${base}/${id}`, body);
    for (const endpoint of [ofPerson, ofOther])
      expect((await patch(mine.secret, endpoint)).status).toBe(409);
    expect((await patch(mine.secret, ofMine)).status).toBe(200);
    // A person may whatever a key of theirs may; the endpoint stays the key's.
    expect((await patch(bed.owner.token, ofOther)).status).toBe(200);
    expect((await read(ofOther.id)).actsFor).toMatchObject({ apiKey: { id: other.id } });
  });
});
