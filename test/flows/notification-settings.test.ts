import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;
let base: string;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  base = `/organizations/${scene.organizationId}/preferences`;
});
afterAll(() => server.stop());

interface Cell {
  channel: string;
  mode: string;
  default: string;
  decidedBy: string;
}

function cellOf(data: { grid: { category: string; channels: Cell[] }[] }, name: string): Cell {
  const [category, channel] = name.split(' ');
  const row = data.grid.find((each) => each.category === category);
  const cell = row?.channels.find((each) => each.channel === channel);
  if (cell === undefined) throw new Error(`no cell ${name}`);
  return cell;
}

const set = (person: Person, ...preferences: object[]) =>
  scene.as(person, 'PUT', base, { preferences });
const everywhere = { scope: 'all', scopeId: null };

describe('preferences', () => {
  it('web G1: the grid has the defaults, what one chooses, and the defaults again', async () => {
    const before = (await scene.as(scene.member, 'GET', base)).body.data;
    expect(cellOf(before, 'commented email')).toEqual({
      channel: 'email',
      mode: 'digest',
      default: 'digest',
      decidedBy: 'default',
    });
    expect(cellOf(before, 'account email')).toMatchObject({ mode: 'on', decidedBy: 'mandatory' });
    const choice = { ...everywhere, category: 'commented', channel: 'email' };
    const chosen = (await set(scene.member, { ...choice, mode: 'off' })).body.data;
    expect(cellOf(chosen, 'commented email')).toMatchObject({ mode: 'off', decidedBy: 'all' });
    const others = (await scene.as(scene.owner, 'GET', base)).body.data;
    expect(cellOf(others, 'commented email').mode).toBe('digest');
    const again = (await set(scene.member, { ...choice, mode: null })).body.data;
    expect(again).toEqual(before);
  });

  it('web G1: a muted board silences it and its items, and nothing else', async () => {
    const { boardId, groupId, member, owner } = scene;
    const item = await scene.as(owner, 'POST', `/boards/${boardId}/items`, {
      groupId,
      title: 'Pack',
    });
    const itemId = item.body.data.id as string;
    const mute = { scope: 'board', scopeId: boardId, category: null, channel: null, mode: 'off' };
    const answer = (await set(member, mute)).body.data;
    expect(answer.preferences).toEqual([{ ...mute, name: 'Launch', boardId }]);
    expect(cellOf(answer, 'assigned inApp').mode).toBe('on');
    const effective = async (scope: string, scopeId: string) =>
      (await scene.as(member, 'GET', `${base}/effective?scope=${scope}&scopeId=${scopeId}`)).body
        .data;
    for (const [scope, id] of [
      ['board', boardId],
      ['item', itemId],
    ] as const)
      expect(cellOf(await effective(scope, id), 'assigned inApp')).toMatchObject({
        mode: 'off',
        decidedBy: 'board',
      });
    const loud = {
      scope: 'item',
      scopeId: itemId,
      category: 'assigned',
      channel: 'push',
      mode: 'on',
    };
    await set(member, loud);
    const item2 = await effective('item', itemId);
    expect(cellOf(item2, 'assigned push')).toMatchObject({ mode: 'on', decidedBy: 'item' });
    expect(cellOf(item2, 'assigned email')).toMatchObject({ mode: 'off', decidedBy: 'board' });
  });

  it('security S21: of a board that one may not see there is nothing to choose, and no name is told', async () => {
    const { workspaceId, member, owner } = scene;
    const made = await scene.as(owner, 'POST', `/workspaces/${workspaceId}/boards`, {
      name: 'Salaries',
      visibility: 'private',
    });
    const scopeId = made.body.data.id as string;
    const mute = { scope: 'board', scopeId, category: null, channel: null };
    expect((await set(member, { ...mute, mode: 'off' })).status).toBe(404);
    const path = `${base}/effective?scope=board&scopeId=${scopeId}`;
    expect((await scene.as(member, 'GET', path)).status).toBe(404);
    // To take a choice back nothing has to be there: access may have ended since.
    expect((await set(member, { ...mute, mode: null })).status).toBe(200);
  });

  it('web G1: how it runs is offered to administrators alone, and what is refused names what there is', async () => {
    const gridOf = async (person: Person) => (await scene.as(person, 'GET', base)).body.data.grid;
    const row = expect.objectContaining({ category: 'operation' });
    expect(await gridOf(scene.owner)).toContainEqual(row);
    expect(await gridOf(scene.member)).not.toContainEqual(row);
    const choice = { ...everywhere, category: 'operation', channel: 'email', mode: 'off' };
    expect((await set(scene.member, choice)).body.error?.details?.fields?.[0]?.message).toMatch(
      /use null for all, or one of assigned, mentioned, .*, custom$/,
    );
    expect((await set(scene.owner, choice)).status).toBe(200);
  });

  it.each([
    [{ ...everywhere, category: 'account', channel: 'email', mode: 'off' }, 'category'],
    [{ ...everywhere, category: 'nonsense', channel: 'email', mode: 'off' }, 'category'],
    [{ ...everywhere, category: 'assigned', channel: 'push', mode: 'digest' }, 'mode'],
    [{ scope: 'board', scopeId: null, category: null, channel: null, mode: 'off' }, 'scopeId'],
  ])('bad input: %j', async (preference, field) => {
    const answer = await set(scene.member, preference);
    expect(answer.status).toBe(400);
    expect(answer.body.error?.details?.fields?.[0]?.path).toBe(`preferences.0.${field}`);
  });
});

describe('delivery D15: quiet hours', () => {
  it('are none in one’s own zone until they are chosen, and say whether it is quiet now', async () => {
    const read = async () =>
      (await scene.as(scene.member, 'GET', '/account/quiet-hours')).body.data;
    expect(await read()).toEqual({
      timeZone: 'UTC',
      windows: [],
      overrideUntil: null,
      isQuiet: false,
      quietUntil: null,
    });
    const always = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_439 };
    const night = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1_439, toMinute: 0 };
    const body = { timeZone: 'Asia/Tokyo', windows: [always, night], overrideUntil: null };
    const set1 = await scene.as(scene.member, 'PUT', '/account/quiet-hours', body);
    expect(set1.body.data).toMatchObject({ ...body, isQuiet: true });
    const overrideUntil = new Date(Date.now() + 3_600_000).toISOString();
    await scene.as(scene.member, 'PUT', '/account/quiet-hours', { ...body, overrideUntil });
    expect(await read()).toMatchObject({ overrideUntil, isQuiet: false });
    const bad = { ...body, timeZone: 'Mars/Olympus' };
    expect((await scene.as(scene.member, 'PUT', '/account/quiet-hours', bad)).status).toBe(400);
  });
});

describe('delivery D16: digest times', () => {
  const path = '/account/digest-time';

  it('are eight on every day until they are chosen; digests that are open move along', async () => {
    const { member, organizationId } = scene;
    await scene.as(member, 'PUT', '/account/quiet-hours', {
      timeZone: 'Europe/Zurich',
      windows: [],
      overrideUntil: null,
    });
    const usual = (await scene.as(member, 'GET', path)).body.data;
    expect(usual).toMatchObject({
      hour: 8,
      days: [1, 2, 3, 4, 5, 6, 7],
      timeZone: 'Europe/Zurich',
    });
    await server.database.query(
      `insert into digests (id, organization_id, user_id, channel, closes_at)
       values (gen_random_uuid(), $1, $2, 'email', $3)`,
      [organizationId, member.userId, usual.nextAt],
    );
    const closes = async () => {
      const [row] = await server.database.query<{ at: Date }>(
        `select closes_at as at from digests where user_id = $1 and state = 'open'`,
        [member.userId],
      );
      return new Date(row?.at ?? 0).toISOString();
    };
    const weekly = (await scene.as(member, 'PUT', path, { hour: 17, days: [5, 5] })).body.data;
    expect(weekly).toMatchObject({ hour: 17, days: [5] });
    const shown = new Intl.DateTimeFormat('en', {
      timeZone: 'Europe/Zurich',
      weekday: 'short',
      hour: 'numeric',
      hourCycle: 'h23',
    });
    expect(shown.format(new Date(weekly.nextAt))).toBe('Fri, 17');
    expect(await closes()).toBe(weekly.nextAt);
    // After a night of one's own: the digest waits until that is over.
    await scene.as(member, 'PUT', '/account/quiet-hours', {
      timeZone: 'Europe/Zurich',
      windows: [{ days: [5], fromMinute: 16 * 60, toMinute: 19 * 60 }],
      overrideUntil: null,
    });
    expect(shown.format(new Date(await closes()))).toBe('Fri, 19');
    for (const bad of [
      { hour: 24, days: [1] },
      { hour: 8, days: [] },
      { hour: 8, days: [8] },
    ])
      expect((await scene.as(member, 'PUT', path, bad)).status).toBe(400);
  });
});

/** A session of its own, as on another browser; answers its access token. */
async function logInAgain({ email, password }: Person): Promise<string> {
  const answer = await server.call('POST', '/auth/login', { body: { email, password } });
  return answer.body.data.accessToken;
}

describe('devices', () => {
  const subscription = {
    endpoint: 'https://push.example.test/abc',
    keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) },
  };
  const path = '/account/devices';

  it('are registered once, renamed, tested and removed; a browser belongs to whoever registered it last', async () => {
    const { member, owner } = scene;
    const body = { name: 'Firefox, Linux', subscription };
    const register = (person: Person) => scene.as(person, 'POST', path, body);
    expect((await scene.as(member, 'POST', `${path}/test`, {})).status).toBe(409);
    const made = (await register(member)).body.data;
    expect(made).toMatchObject({ kind: 'webPush', name: 'Firefox, Linux', isVerified: true });
    const renamed = { name: 'Desk' };
    await scene.as(member, 'PATCH', `${path}/${made.id}`, renamed);
    expect((await register(member)).body.data).toMatchObject({ id: made.id, name: 'Desk' });
    expect((await scene.as(member, 'POST', `${path}/test`, {})).status).toBe(200);
    const [row] = await server.database.query<{ address_sealed: string }>(
      'select address_sealed from notification_devices',
    );
    expect(row?.address_sealed).not.toContain('push.example.test');
    expect((await scene.as(owner, 'DELETE', `${path}/${made.id}`)).status).toBe(404);
    await register(owner);
    expect((await scene.as(member, 'GET', path)).body.data).toEqual([]);
    expect((await scene.as(owner, 'DELETE', `${path}/${made.id}`)).status).toBe(200);
    expect((await scene.as(owner, 'GET', path)).body.data).toEqual([]);
  });

  it('security S27: a browser gets pushes until the log-out there, and again after the next log-in', async () => {
    const { member } = scene;
    const token = await logInAgain(member);
    const body = { name: 'Shared desk', subscription };
    const register = (as: string) => server.call('POST', path, { token: as, body });
    const made = (await register(token)).body.data;
    expect(made.isSignedIn).toBe(true);
    await server.call('POST', '/auth/logout', { token });
    const [listed] = (await scene.as(member, 'GET', path)).body.data;
    expect(listed).toMatchObject({ id: made.id, isSignedIn: false });
    const pushed = async () => {
      const answer = await scene.as(member, 'POST', `${path}/test`, {});
      const { jobId } = answer.body.data;
      const planned = () =>
        server.database.query<{ state: string; hash: string | null }>(
          'select state, address_sealed as hash from deliveries where message_id = $1',
          [jobId],
        );
      await expect.poll(async () => (await planned()).length, { timeout: 20_000 }).toBe(1);
      return (await planned())[0]?.hash !== null;
    };
    expect(await pushed()).toBe(false);
    const again = (await register(await logInAgain(member))).body.data;
    expect(again).toMatchObject({ id: made.id, isSignedIn: true });
    expect(await pushed()).toBe(true);
    await scene.as(member, 'DELETE', `${path}/${made.id}`);
  });

  it('SPEC D2: an app registers its token, and pushes find it; exactly one of both kinds', async () => {
    const { member } = scene;
    const fcmToken = 'cJ9x-App_instance:APA91bHun4MxP5egoKMwt2KZFBaFUH';
    const body = { name: 'Pixel', fcmToken };
    const made = (await scene.as(member, 'POST', path, body)).body.data;
    expect(made).toMatchObject({ kind: 'fcm', name: 'Pixel', isVerified: true });
    expect((await scene.as(member, 'POST', path, body)).body.data).toMatchObject({ id: made.id });
    expect((await scene.as(member, 'POST', `${path}/test`, {})).status).toBe(200);
    const planned = () =>
      server.database.query<{ hash: string }>(
        `select encode(d.address_hash, 'hex') as hash from deliveries as d
         join notification_devices as n on n.address_hash = d.address_hash and n.kind = 'fcm'
         where d.channel = 'push'`,
      );
    await expect.poll(async () => (await planned()).length, { timeout: 20_000 }).toBe(1);
    for (const wrong of [{ name: 'x' }, { ...body, subscription }, { ...body, fcmToken: 'a b' }])
      expect((await scene.as(member, 'POST', path, wrong)).status).toBe(400);
    await scene.as(member, 'DELETE', `${path}/${made.id}`);
  });

  it('the key to subscribe with is public, and inside addresses are refused', async () => {
    const { member } = scene;
    const key = (await scene.as(member, 'GET', '/account/push-key')).body.data.publicKey;
    expect(key).toMatch(/^[\w-]{87}$/);
    const plain = {
      name: 'x',
      subscription: { ...subscription, endpoint: 'http://push.example.test' },
    };
    expect((await scene.as(member, 'POST', path, plain)).status).toBe(400);
  });
});
