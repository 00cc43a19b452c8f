import { Agent, buildConnector } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { exchange } from './exchange.ts';
import { nextHop } from './redirect.ts';
import { parseTarget } from './target.ts';
import { startHttp } from './test-server.fixture.ts';

const server = await startHttp((_request, response) => response.end('late'));

afterAll(() => server.close());

describe('security S30: exchange', () => {
  it('security S30: a call that ended while its connection opened sends nothing when it is open', async () => {
    let open: (() => void) | undefined;
    const dial = buildConnector({});
    const agent = new Agent({
      connections: 1,
      connect: (options, callback) => {
        if (open) return dial(options, callback);
        open = () => dial(options, callback);
      },
    });
    const controller = new AbortController();
    const pending = exchange(agent, {
      url: new URL(`http://127.0.0.1:${server.port}/`),
      method: 'POST',
      headers: {},
      body: 'x',
      maxBytes: 100,
      signal: controller.signal,
    });
    controller.abort(new Error('too late'));
    const end = await pending;
    expect(end).toMatchObject({ kind: 'failed', sent: false, error: { message: 'too late' } });
    open?.();
    await expect.poll(() => server.connections()).toBe(1);
    // A second request settles the order: had the first been written, it would have arrived before.
    const second = {
      url: new URL(`http://127.0.0.1:${server.port}/second`),
      method: 'GET' as const,
    };
    const after = await exchange(agent, {
      ...second,
      headers: {},
      body: undefined,
      maxBytes: 100,
      signal: new AbortController().signal,
    });
    expect(after.kind).toBe('answered');
    expect(server.requests.map(({ url }) => url)).toEqual(['/second']);
    await agent.destroy();
  });
});

describe('security S30: redirect targets', () => {
  const parsed = parseTarget('https://hooks.example/a');
  if (!parsed.ok) throw new Error('unparseable');
  const from = { target: parsed.target, trust: 'operator' as const, headers: {} };

  it('security S30: never leads from https to http', () => {
    expect(nextHop(from, 'http://hooks.example/a')).toMatchObject({ rule: 'downgrade' });
    expect(nextHop(from, 'https://other.example/')).toMatchObject({ trust: 'organization' });
    expect(nextHop(from, '/b')).toMatchObject({ trust: 'operator' });
  });

  it('security S30: refuses locations that parsers would silently change', () => {
    for (const location of ['/a\\b', 'https://exa\tmple.com/', '//[', 'https://a@b.example/'])
      expect(nextHop(from, location)).toMatchObject({ ok: false, reason: 'blocked' });
  });
});
