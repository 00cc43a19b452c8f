import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgress } from './egress.ts';
import type { Egress } from './egress.ts';
import {
  listRefusedTargets,
  LOOPBACK_HOSTS,
  OTHER_REFUSED_HOSTS,
} from './refused-targets.fixture.ts';
import { allow, createTableResolver, startCanary, startHttp } from './test-server.fixture.ts';
import type { Canary } from './test-server.fixture.ts';
import { parseUrl } from '../../kernel/url.ts';

const PUBLIC_ADDRESS = '93.184.215.14';

let canary: Canary;
let opened: Egress[] = [];

beforeAll(async () => {
  canary = await startCanary();
});

afterAll(async () => {
  await Promise.all(opened.map((egress) => egress.close()));
  opened = [];
  await canary.close();
});

/** An egress whose port rule is lifted for the canary, so that only the address and name rules stand in the way. */
function build(table: Record<string, string[] | string[][]> = {}, extra = ''): Egress {
  const list = allow(`*:${canary.port} ${extra}`);
  const egress = createEgress({ allow: () => list, resolver: createTableResolver(table) });
  opened.push(egress);
  return egress;
}

function callAs(egress: Egress, url: string, profile: 'standard' | 'webhook') {
  return egress.call({ target: 'test', trust: 'organization', url, profile, timeoutMs: 3_000 });
}

describe('security S32: refused targets never see a connection', () => {
  it('security S32: the canary would see them: trusted targets reach it', async () => {
    const egress = build({ localhost: ['127.0.0.1'] });
    for (const host of ['127.0.0.1', '0x7f.1', 'localhost']) {
      const url = `http://${host}:${canary.port}/`;
      const result = await egress.call({ target: 'test', trust: 'operator', url });
      expect(result).toMatchObject({ ok: true, status: 200 });
    }
    expect(canary.connections()).toBeGreaterThan(0);
  });

  it('security S32: creation and use of each target are refused without a connection', async () => {
    const egress = build();
    const targets = listRefusedTargets(canary.port);
    expect(targets.length).toBeGreaterThan(60);
    const before = canary.connections();
    for (const url of targets) {
      const expected = { ok: false, reason: 'blocked' };
      expect(await egress.check(url, 'organization'), `check ${url}`).toMatchObject(expected);
      expect(await callAs(egress, url, 'standard'), `call ${url}`).toMatchObject(expected);
      expect(await callAs(egress, url, 'webhook'), `webhook ${url}`).toMatchObject(expected);
    }
    expect(canary.connections()).toBe(before);
  });

  it('security S32: a redirect to each target is refused without a connection', async () => {
    const targets = listRefusedTargets(canary.port).filter((url) => isHeaderValue(url));
    const server = await startHttp((request, response) => {
      const location =
        targets[Number(new URL(request.url ?? '/', 'http://x').searchParams.get('n'))];
      response.writeHead(302, { location: Buffer.from(location ?? '').toString('latin1') }).end();
    });
    const egress = build({ 'hop.example': ['127.0.0.1'] }, `hop.example:${server.port}`);
    const before = canary.connections();
    for (const [n, url] of targets.entries()) {
      const result = await callAs(egress, `http://hop.example:${server.port}/?n=${n}`, 'standard');
      expect(result, url).toMatchObject({ ok: false, reason: 'blocked' });
    }
    expect(server.requests.length).toBe(targets.length);
    expect(canary.connections()).toBe(before);
    await server.close();
  });

  it('security S32: a name that resolves to each address is refused, also beside a public one', async () => {
    const addresses = [...LOOPBACK_HOSTS, ...OTHER_REFUSED_HOSTS]
      .map((host) => parseUrl(`http://${host}/`)?.hostname ?? '')
      .map((host) => host.replace(/^\[|\]$/g, ''))
      .filter((host) => /^[\d.]+$|:/.test(host));
    expect(addresses.length).toBeGreaterThan(50);
    const before = canary.connections();
    for (const address of addresses) {
      const egress = build({ 'a.example': [address], 'b.example': [PUBLIC_ADDRESS, address] });
      for (const name of ['a.example', 'b.example']) {
        const url = `http://${name}:${canary.port}/`;
        expect(await egress.check(url, 'organization')).toMatchObject({ reason: 'blocked' });
        expect(await callAs(egress, url, 'webhook')).toMatchObject({ reason: 'blocked' });
      }
    }
    expect(canary.connections()).toBe(before);
  });

  // Only Linux answers on all of 127.0.0.0/8 without set-up.
  it.skipIf(process.platform !== 'linux')(
    'security S30: rebinding is refused on each use, also on a kept-alive connection',
    async () => {
      const trap = await startCanary('127.0.0.1');
      const good = await startHttp((_request, response) => response.end('good'), {
        host: '127.0.0.2',
        port: trap.port,
      });
      for (const goodAnswers of [2, 3, 4]) {
        const answers = [
          ...Array.from({ length: goodAnswers }, () => ['127.0.0.2']),
          ['127.0.0.1'],
        ];
        const list = allow(`127.0.0.2:${trap.port}`);
        const resolver = createTableResolver({ 'r.example': answers });
        const egress = createEgress({ allow: () => list, resolver });
        opened.push(egress);
        const url = `http://r.example:${trap.port}/`;
        const before = good.requests.length;
        const first = await callAs(egress, url, 'standard');
        expect(first).toMatchObject({ ok: true, status: 200 });
        const later = [];
        for (let use = 0; use < 4; use += 1) later.push(await callAs(egress, url, 'standard'));
        expect(later.at(-1)).toMatchObject({ ok: false, reason: 'blocked', rule: 'loopback' });
        expect(good.requests.length - before).toBe(1 + later.filter(({ ok }) => ok).length);
      }
      expect(trap.connections()).toBe(0);
      await Promise.all([trap.close(), good.close()]);
    },
  );

  it('security S30: the address that was judged is the one dialled: a bad answer at connect time is refused', async () => {
    const before = canary.connections();
    const resolver = createTableResolver({ 'r.example': [[PUBLIC_ADDRESS], ['127.0.0.1']] });
    const list = allow(`*:${canary.port}`);
    const egress = createEgress({ allow: () => list, resolver });
    opened.push(egress);
    const result = await callAs(egress, `http://r.example:${canary.port}/`, 'webhook');
    expect(result).toMatchObject({ ok: false, reason: 'blocked', rule: 'loopback' });
    expect(resolver.asked.length).toBe(2);
    expect(canary.connections()).toBe(before);
  });

  it('security S30: plain sockets obey the same rules', async () => {
    const egress = build({ 'a.example': ['127.0.0.1'], 'mail.example': ['127.0.0.1'] });
    const before = canary.connections();
    const hosts = [...LOOPBACK_HOSTS, 'a.example', '127.0.0.1/', 'x@127.0.0.1', '127.0.0.1:1#'];
    for (const host of hosts) {
      const request = { host, port: canary.port, trust: 'organization' as const, timeoutMs: 1_000 };
      expect(await egress.connect(request), host).toMatchObject({ ok: false, reason: 'blocked' });
    }
    expect(canary.connections()).toBe(before);
    const trusted = {
      host: 'mail.example',
      port: canary.port,
      trust: 'operator' as const,
      timeoutMs: 1_000,
    };
    const opening = await egress.connect(trusted);
    expect(opening.ok).toBe(true);
    if (opening.ok) opening.socket.destroy();
  });
});

function isHeaderValue(url: string): boolean {
  return url !== '' && /^[\t\u0020-\uffff]*$/.test(url) && parseUrl(url) !== null;
}
