import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.ts';
import type { ClientOptions } from './options.ts';
import { answer, refuse, sessionData, startScriptedServer } from './scripted-server.fixture.ts';
import type { Received, ScriptedServer } from './scripted-server.fixture.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

/** Accepts one access token at a time; each refresh makes the next one: t1, t2 … */
function createTokenScript(valid = 't0'): Parameters<typeof startScriptedServer>[0] {
  let current = valid;
  let refreshes = 0;
  return (request, response) => {
    if (request.path.startsWith('/api/v1/auth/')) {
      if (!request.path.endsWith('logout')) current = `t${(refreshes += 1)}`;
      return answer(
        response,
        request.path.endsWith('logout') ? { done: true } : sessionData(current),
      );
    }
    if (request.bearer !== current) return refuse(response, 'UNAUTHORIZED');
    return answer(response, { bearer: request.bearer });
  };
}

async function connect(
  script: Parameters<typeof startScriptedServer>[0],
  options: ClientOptions = {},
) {
  server = await startScriptedServer(script);
  const client = createClient({ baseUrl: server.url, retries: 0, ...options });
  return { client, received: server.received };
}

const credentials = { email: 'ada@example.com', password: 'correct horse battery' };
const refreshesOf = (received: Received[]) =>
  received.filter(({ path }) => path === '/api/v1/auth/refresh');

describe('SPEC E7, A1: a session', () => {
  it('begins with a log-in: the state tells, the token is sent, onTokens hears first', async () => {
    const heard: unknown[] = [];
    const { client, received } = await connect(createTokenScript(), {
      onTokens: (tokens) => void heard.push([tokens?.accessToken, client.session.get().status]),
    });
    const listener = vi.fn<() => void>();
    client.session.subscribe(listener);
    expect(client.session.get()).toEqual({ status: 'signedOut' });
    expect(await client.authentication.logIn(credentials)).toMatchObject({ ok: true });
    expect(client.session.get()).toMatchObject({ status: 'signedIn', account: { id: 'ada' } });
    expect(listener).toHaveBeenCalledTimes(1);
    expect(heard).toEqual([['t1', 'signedOut']]);
    expect(received[0]?.body).toEqual({ ...credentials, tokenDelivery: 'body' });
    expect(await client.accounts.get()).toMatchObject({ data: { bearer: 't1' } });
  });

  it('does not begin with a challenge for the second factor', async () => {
    const { client } = await connect((_, response) =>
      answer(response, { status: 'mfaRequired', requiresMfa: true, mfaToken: 'm', expiresAt: '' }),
    );
    expect(await client.authentication.logIn(credentials)).toMatchObject({
      data: { mfaToken: 'm' },
    });
    expect(client.session.get()).toEqual({ status: 'signedOut' });
  });

  it('refreshes once for 20 calls that are refused together, and repeats each', async () => {
    const { client, received } = await connect(createTokenScript('elsewhere'), {
      accessToken: 't0',
      refreshToken: 'r0',
    });
    const results = await Promise.all(Array.from({ length: 20 }, () => client.accounts.get()));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(refreshesOf(received)).toMatchObject([
      { body: { refreshToken: 'r0', tokenDelivery: 'body' } },
    ]);
    expect(received).toHaveLength(41);
  });

  it('repeats with the newer token when another call has refreshed in the meantime', async () => {
    let release: () => void = () => undefined;
    const { client, received } = await connect(
      async (request, response) => {
        if (request.path.endsWith('refresh')) return answer(response, sessionData('t1'));
        if (request.bearer === 't1') return answer(response, {});
        // The first refused call learns of it only after the second one has refreshed.
        if (request.method === 'PATCH') await new Promise<void>((resolve) => (release = resolve));
        return refuse(response, 'UNAUTHORIZED');
      },
      { accessToken: 't0', refreshToken: 'r0' },
    );
    const slow = client.accounts.update({ name: 'Ada' });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(await client.accounts.get()).toMatchObject({ ok: true });
    release();
    expect(await slow).toMatchObject({ ok: true });
    expect(refreshesOf(received)).toHaveLength(1);
    const [first, second] = received.filter(({ method }) => method === 'PATCH');
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  });

  it('refreshes shortly before the token ends, so that no call is refused', async () => {
    const endsInMs = [150_000, 900_000];
    const { client, received } = await connect((request, response) => {
      if (!request.path.startsWith('/api/v1/auth/')) return answer(response, {});
      const accessTokenExpiresAt = new Date(Date.now() + (endsInMs.shift() ?? 0)).toISOString();
      return answer(response, sessionData(`t${endsInMs.length}`, { accessTokenExpiresAt }));
    });
    await client.authentication.logIn(credentials);
    await client.accounts.get();
    expect(refreshesOf(received)).toHaveLength(0);
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 100_000);
    await Promise.all([client.accounts.get(), client.accounts.get()]);
    clock.mockRestore();
    expect(refreshesOf(received)).toHaveLength(1);
    expect(received.slice(-2).map(({ bearer }) => bearer)).toEqual(['t0', 't0']);
  });

  it('does not refresh before every call when our clock is an hour ahead', async () => {
    const accessTokenExpiresAt = new Date(Date.now() - 2_700_000).toISOString();
    const { client, received } = await connect((request, response) =>
      answer(
        response,
        request.path.includes('/auth/') ? sessionData('t1', { accessTokenExpiresAt }) : {},
      ),
    );
    await client.authentication.logIn(credentials);
    await client.accounts.get();
    await client.accounts.get();
    expect(refreshesOf(received)).toHaveLength(0);
  });

  it('ends when the refresh is refused, and does not ask again', async () => {
    const tokens: unknown[] = [];
    const { client, received } = await connect((_, response) => refuse(response, 'UNAUTHORIZED'), {
      accessToken: 't0',
      refreshToken: 'r0',
      onTokens: (given) => void tokens.push(given),
    });
    expect(await client.accounts.get()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(client.session.get()).toEqual({ status: 'ended', reason: 'refused' });
    expect(tokens).toEqual([null]);
    await client.accounts.get();
    expect(refreshesOf(received)).toHaveLength(1);
  });

  it('does not end because the server is away: the call fails, the next one refreshes', async () => {
    let isAway = true;
    const script = createTokenScript('elsewhere');
    const { client } = await connect(
      (request, response, count) => {
        if (request.path.endsWith('refresh') && isAway)
          return refuse(response, 'SERVICE_UNAVAILABLE');
        return script(request, response, count);
      },
      { accessToken: 't0', refreshToken: 'r0' },
    );
    expect(await client.accounts.get()).toMatchObject({ error: { code: 'SERVICE_UNAVAILABLE' } });
    expect(client.session.get()).toEqual({ status: 'signedIn' });
    isAway = false;
    expect(await client.accounts.get()).toMatchObject({ ok: true });
  });

  it('does not take a wrong password for the end of the session', async () => {
    const { client, received } = await connect((_, response) => refuse(response, 'UNAUTHORIZED'), {
      accessToken: 't0',
      refreshToken: 'r0',
    });
    expect(await client.authentication.logIn(credentials)).toMatchObject({
      error: { code: 'UNAUTHORIZED' },
    });
    expect(received).toMatchObject([{ path: '/api/v1/auth/login', bearer: undefined }]);
    expect(client.session.get()).toEqual({ status: 'signedIn' });
  });

  it('ends with a log-out, which names the refresh token', async () => {
    const { client, received } = await connect(createTokenScript());
    await client.authentication.logIn(credentials);
    await client.authentication.logOut();
    expect(received.at(-1)).toMatchObject({ bearer: 't1', body: { refreshToken: 'refresh-t1' } });
    expect(client.session.get()).toEqual({ status: 'signedOut' });
    expect(await client.accounts.get()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(refreshesOf(received)).toHaveLength(0);
  });

  it('stays when the log-out did not reach the server', async () => {
    const { client } = await connect((_, response) => response.destroy(), { accessToken: 't0' });
    expect(await client.authentication.logOut()).toMatchObject({ ok: false });
    expect(client.session.get()).toEqual({ status: 'signedIn' });
  });

  it('is not brought back by a refresh that was under way at the log-out', async () => {
    let release: () => void = () => undefined;
    const { client, received } = await connect(
      async (request, response) => {
        if (request.path.endsWith('logout')) return answer(response, { done: true });
        if (!request.path.endsWith('refresh')) return refuse(response, 'UNAUTHORIZED');
        await new Promise<void>((resolve) => (release = resolve));
        return answer(response, sessionData('t9'));
      },
      { accessToken: 't0', refreshToken: 'r0' },
    );
    const call = client.accounts.get();
    await vi.waitFor(() => expect(refreshesOf(received)).toHaveLength(1));
    await client.authentication.logOut();
    release();
    expect(await call).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(client.session.get()).toEqual({ status: 'signedOut' });
  });

  it('lets one caller give up while the refresh goes on for the others', async () => {
    let release: () => void = () => undefined;
    const { client, received } = await connect(
      async (request, response) => {
        if (request.bearer === 't1') return answer(response, {});
        if (!request.path.endsWith('refresh')) return refuse(response, 'UNAUTHORIZED');
        await new Promise<void>((resolve) => (release = resolve));
        return answer(response, sessionData('t1'));
      },
      { accessToken: 't0', refreshToken: 'r0' },
    );
    const controller = new AbortController();
    const impatient = client.accounts.get({}, { signal: controller.signal });
    const patient = client.accounts.get();
    await vi.waitFor(() => expect(refreshesOf(received)).toHaveLength(1));
    controller.abort();
    expect(await impatient).toMatchObject({ error: { code: 'ABORTED' } });
    release();
    expect(await patient).toMatchObject({ ok: true });
  });

  it('tells that an API key is no longer accepted', async () => {
    const { client, received } = await connect((_, response) => refuse(response, 'UNAUTHORIZED'), {
      apiKey: 'bw_sk_1',
    });
    expect(client.session.get()).toEqual({ status: 'signedIn' });
    expect(await client.accounts.get()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(client.session.get()).toEqual({ status: 'ended', reason: 'refused' });
    expect(received).toHaveLength(1);
  });

  it('uses new tokens only once the program has stored them', async () => {
    let stored: () => void = () => undefined;
    const onTokens = vi.fn<() => Promise<void>>(() => new Promise((resolve) => (stored = resolve)));
    const { client, received } = await connect(createTokenScript(), {
      refreshToken: 'r0',
      onTokens,
    });
    const call = client.accounts.get();
    await vi.waitFor(() => expect(onTokens).toHaveBeenCalled());
    expect(client.session.get()).toEqual({ status: 'signedOut' });
    expect(received).toHaveLength(1);
    stored();
    expect(await call).toMatchObject({ ok: true });
  });

  it('restores from a stored refresh token alone', async () => {
    const { client, received } = await connect(createTokenScript(), { refreshToken: 'r0' });
    expect(await client.restore()).toMatchObject({ ok: true, data: { status: 'signedIn' } });
    expect(await client.accounts.get()).toMatchObject({ data: { bearer: 't1' } });
    expect(received).toHaveLength(2);
  });
});
