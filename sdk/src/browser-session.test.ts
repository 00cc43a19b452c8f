import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.ts';
import { answer, refuse, sessionData, startScriptedServer } from './scripted-server.fixture.ts';
import type { ScriptedServer } from './scripted-server.fixture.ts';

let server: ScriptedServer | undefined;
afterEach(async () => {
  vi.unstubAllGlobals();
  await server?.close();
});

interface Browser {
  cookie: string | undefined;
  fetch: typeof fetch;
  requests: RequestInit[];
}

/** What a browser adds to `fetch`: one cookie for all tabs. */
function createBrowser(cookie?: string): Browser {
  const browser: Browser = {
    cookie,
    requests: [],
    async fetch(input, init) {
      browser.requests.push(init ?? {});
      const headers = new Headers(init?.headers);
      if (browser.cookie !== undefined) headers.set('cookie', browser.cookie);
      const response = await fetch(input, { ...init, headers });
      const set = response.headers.get('set-cookie');
      if (set !== null) browser.cookie = set === '' ? undefined : set;
      return response;
    },
  };
  return browser;
}

/** Rotates the cookie r0, r1, …; a spent one is refused, as is an access token that is not the newest. */
function startCookieServer(accounts: string[] = []) {
  let count = 0;
  return startScriptedServer((request, response) => {
    if (request.path.endsWith('logout')) {
      return answer(response, { done: true }, { headers: { 'set-cookie': '' } });
    }
    if (request.path.startsWith('/api/v1/auth/')) {
      if (request.path.endsWith('refresh') && request.headers.cookie !== `r${count}`) {
        return refuse(response, 'UNAUTHORIZED');
      }
      count += 1;
      const account = { id: accounts.shift() ?? 'ada' };
      const data = sessionData(`t${count}`, { refreshToken: null, account });
      return answer(response, data, { headers: { 'set-cookie': `r${count}` } });
    }
    return request.bearer?.startsWith('t')
      ? answer(response, { bearer: request.bearer })
      : refuse(response, 'UNAUTHORIZED');
  });
}

async function openTabs(browser: Browser, tabs: number, accounts: string[] = []) {
  server = await startCookieServer(accounts);
  const baseUrl = server.url;
  const clients = Array.from({ length: tabs }, () =>
    createClient({ baseUrl, tokenDelivery: 'cookie', fetch: browser.fetch, retries: 0 }),
  );
  const paths = () => server?.received.map(({ path }) => path.replace('/api/v1', ''));
  return { clients: clients as [Client, ...Client[]], paths };
}

type Client = ReturnType<typeof createClient>;

describe('security S7: a session in a browser', () => {
  it('asks for the cookie, sends credentials to its own origin alone and keeps no refresh token', async () => {
    const browser = createBrowser();
    const { clients } = await openTabs(browser, 1);
    await clients[0].authentication.logIn({ email: 'ada@example.com', password: 'x' });
    expect(server?.received[0]).toMatchObject({
      body: { tokenDelivery: 'cookie' },
      headers: { 'content-type': 'application/json' },
    });
    expect(browser.requests[0]).toMatchObject({ credentials: 'same-origin' });
    await clients[0].authentication.logOut();
    expect(server?.received[1]?.body).toEqual({});
  });

  it('is restored after a reload by one refresh with the cookie', async () => {
    const { clients, paths } = await openTabs(createBrowser('r0'), 1);
    const [first, again] = await Promise.all([clients[0].restore(), clients[0].restore()]);
    expect(first).toMatchObject({ ok: true, data: { status: 'signedIn', account: { id: 'ada' } } });
    expect(again).toEqual(first);
    expect(await clients[0].restore()).toEqual(first);
    expect(paths()).toEqual(['/auth/refresh']);
    expect(server?.received[0]?.body).toEqual({ tokenDelivery: 'cookie' });
  });

  it('is simply absent for a visitor, who is asked about once', async () => {
    const { clients, paths } = await openTabs(createBrowser(), 1);
    expect(await clients[0].restore()).toEqual({ ok: true, data: { status: 'signedOut' } });
    expect(await clients[0].accounts.get()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(paths()).toEqual(['/auth/refresh', '/account']);
  });

  it('is found by asking again, once another tab has signed in', async () => {
    const { clients } = await openTabs(createBrowser(), 2);
    const [here, there] = clients;
    await here.restore();
    await there?.authentication.logIn({ email: 'ada@example.com', password: 'x' });
    expect(await here.restore()).toMatchObject({ ok: true, data: { status: 'signedIn' } });
  });

  it('fails to be restored, without a verdict, when the server is away', async () => {
    const { clients } = await openTabs(createBrowser('r0'), 1);
    await server?.close();
    expect(await clients[0].restore()).toMatchObject({
      ok: false,
      error: { code: 'NETWORK_ERROR' },
    });
  });

  it('is refreshed by one tab at a time where there are Web Locks', async () => {
    vi.stubGlobal('navigator', { locks: createLocks() });
    const { clients, paths } = await openTabs(createBrowser('r0'), 4);
    const results = await Promise.all(clients.map((client) => client.restore()));
    expect(results.map((result) => result.ok && result.data.status)).toEqual(
      Array.from({ length: 4 }, () => 'signedIn'),
    );
    expect(paths()).toHaveLength(4);
  });

  it('is refreshed without the lock when another tab holds it for too long', async () => {
    vi.stubGlobal('navigator', { locks: createLocks() });
    const browser = createBrowser('r0');
    server = await startCookieServer();
    const options = { baseUrl: server.url, fetch: browser.fetch, timeoutMs: 300 };
    const client = createClient({ ...options, tokenDelivery: 'cookie' });
    const name = `boardwire:session:${server.url}/api/v1`;
    void navigator.locks.request(name, () => new Promise(() => undefined));
    expect(await client.restore()).toMatchObject({ data: { status: 'signedIn' } });
  });

  it('ends in the other tabs with a log-out', async () => {
    const { clients } = await openTabs(createBrowser('r0'), 2);
    const [here, there] = clients;
    await here.restore();
    await there?.restore();
    await here.authentication.logOut();
    await vi.waitFor(() =>
      expect(there?.session.get()).toEqual({ status: 'ended', reason: 'signedOutElsewhere' }),
    );
    expect(here.session.get()).toEqual({ status: 'signedOut' });
  });

  it('ends when another tab has signed in as somebody else: no call is repeated in their name', async () => {
    const { clients, paths } = await openTabs(createBrowser('r0'), 1, ['ada', 'bob']);
    const [client] = clients;
    await client.restore();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 890_000);
    const result = await client.organizations.create({ name: 'Acme' });
    clock.mockRestore();
    expect(result).toMatchObject({ ok: false, error: { code: 'UNAUTHORIZED' } });
    expect(client.session.get()).toEqual({ status: 'ended', reason: 'accountChanged' });
    expect(paths()).toEqual(['/auth/refresh', '/auth/refresh', '/organizations']);
    expect(server?.received[2]?.bearer).toBeUndefined();
  });
});

/** Exclusive locks as in the Web Locks standard, which Node 20 lacks. */
function createLocks() {
  const queues = new Map<string, Promise<unknown>>();
  return {
    async request(name: string, ...rest: unknown[]): Promise<unknown> {
      const work = rest.at(-1) as () => Promise<unknown>;
      const signal = rest.length > 1 ? (rest[0] as { signal: AbortSignal }).signal : undefined;
      const before = queues.get(name) ?? Promise.resolve();
      const granted = Promise.race([
        before,
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as DOMException));
        }),
      ]);
      const done = granted.then(work);
      queues.set(
        name,
        done.catch(() => before),
      );
      return done;
    },
  };
}
