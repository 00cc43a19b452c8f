import { describe, expect, it } from 'vitest';
import { ALLOW_NOTHING, parseAllowList } from './allow-list.ts';
import type { AllowList } from './allow-list.ts';
import { judgeEndpoint, judgeHost, parseTarget } from './target.ts';
import type { EgressPolicy } from './policy.ts';

const PUBLIC_ADDRESS = '93.184.215.14';

function allow(text: string): AllowList {
  const parsed = parseAllowList(text);
  if (!parsed.ok) throw new Error(`entry ${parsed.entry}`);
  return parsed.list;
}

function policyOf(text: string, own: Partial<EgressPolicy> = {}): EgressPolicy {
  return {
    allow: text === '' ? ALLOW_NOTHING : allow(text),
    ownHosts: [],
    ownAddresses: [],
    ...own,
  };
}

function endpoint(address: string, port = 443, host = 'hooks.example') {
  return { host, port, address };
}

describe('security S30: targets', () => {
  it('security S30: folds spellings into one form', () => {
    const forms: [string, string, number][] = [
      ['http://0x7f.1/', '127.0.0.1', 80],
      ['https://EXAMPLE.com./a?b#c', 'example.com', 443],
      ['http://[0:0::1]:8080/', '::1', 8080],
      ['https://bücher.example/', 'xn--bcher-kva.example', 443],
    ];
    for (const [url, host, port] of forms)
      expect(parseTarget(url)).toMatchObject({ ok: true, target: { host, port } });
  });

  it('security S30: refuses schemes, credentials, control characters and malformed names', () => {
    const refused: [string, string][] = [
      ['ftp://example.com/', 'scheme'],
      ['data:text/plain,x', 'scheme'],
      ['https://user@example.com/', 'credentials'],
      ['https://:secret@example.com/', 'credentials'],
      ['https://example.com/\r\nHost: evil', 'invalid_url'],
      ['https://example.com\\evil', 'invalid_url'],
      ['https://exa mple.com/', 'invalid_url'],
      ['https://a..b.example/', 'invalid_url'],
      [`https://${'a'.repeat(64)}.example/`, 'invalid_url'],
      [`https://example.com/${'a'.repeat(2_048)}`, 'invalid_url'],
    ];
    for (const [url, rule] of refused) expect(parseTarget(url)).toEqual({ ok: false, rule });
  });

  it('security S30: opens ports 80 and 443 alone unless allowed', () => {
    for (const port of [80, 443])
      expect(judgeEndpoint(endpoint(PUBLIC_ADDRESS, port), policyOf(''))).toEqual({ ok: true });
    for (const port of [22, 25, 6379, 8080]) {
      const verdict = judgeEndpoint(endpoint(PUBLIC_ADDRESS, port), policyOf(''));
      expect(verdict).toEqual({ ok: false, rule: 'port' });
    }
    expect(judgeEndpoint(endpoint(PUBLIC_ADDRESS, 8080), policyOf('*:8080'))).toEqual({ ok: true });
  });

  it('security S31: refuses local names and our own', () => {
    const policy = policyOf('', { ownHosts: ['boards.example'], ownAddresses: ['5.6.7.8'] });
    const judge = (host: string) => judgeHost({ host, port: 443, isLiteral: false }, policy);
    for (const host of ['intranet', 'a.local', 'a.internal', 'a.localhost', 'x.home.arpa'])
      expect(judge(host)).toEqual({ ok: false, rule: 'local_name' });
    expect(judge('boards.example')).toEqual({ ok: false, rule: 'ourselves' });
    expect(judge('notlocal.example')).toEqual({ ok: true });
    expect(judgeEndpoint(endpoint('5.6.7.8'), policy)).toEqual({ ok: false, rule: 'ourselves' });
  });
});

describe('security S31: EGRESS_ALLOW', () => {
  it('security S31: a range opens its addresses on the web ports, a port entry on that port', () => {
    const policy = policyOf('10.0.0.0/8, 192.168.1.5:8080 [fd00::/8]:*');
    expect(judgeEndpoint(endpoint('10.1.2.3'), policy)).toEqual({ ok: true });
    expect(judgeEndpoint(endpoint('10.1.2.3', 8080), policy).ok).toBe(false);
    expect(judgeEndpoint(endpoint('11.1.2.3', 8080), policy).ok).toBe(false);
    expect(judgeEndpoint(endpoint('192.168.1.5', 8080), policy)).toEqual({ ok: true });
    expect(judgeEndpoint(endpoint('192.168.1.5'), policy).ok).toBe(false);
    expect(judgeEndpoint(endpoint('192.168.1.6', 8080), policy).ok).toBe(false);
    expect(judgeEndpoint(endpoint('fd00::5', 9000), policy)).toEqual({ ok: true });
  });

  it('security S31: a host opens its own addresses and no other host', () => {
    const policy = policyOf('sink:9000 *.corp.example');
    const judge = (host: string, port: number) =>
      judgeHost({ host, port, isLiteral: false }, policy);
    expect(judge('sink', 9000)).toEqual({ ok: true });
    expect(judge('sink', 443).ok).toBe(false);
    expect(judgeEndpoint(endpoint('10.0.0.9', 9000, 'sink'), policy)).toEqual({ ok: true });
    expect(judgeEndpoint(endpoint('10.0.0.9', 9000, 'other'), policy).ok).toBe(false);
    expect(judgeEndpoint(endpoint('10.0.0.9', 443, 'a.corp.example'), policy)).toEqual({
      ok: true,
    });
    expect(judgeEndpoint(endpoint('10.0.0.9', 443, 'corp.example'), policy).ok).toBe(false);
    expect(judgeEndpoint(endpoint('10.0.0.9', 443, 'evilcorp.example'), policy).ok).toBe(false);
  });

  it('security S31: metadata opens by its exact address only, a mapped form not by an IPv4 range', () => {
    const wide = policyOf('169.254.0.0/16 10.0.0.0/8');
    expect(judgeEndpoint(endpoint('169.254.169.254', 80), wide).ok).toBe(false);
    expect(judgeEndpoint(endpoint('169.254.1.1', 80), wide)).toEqual({ ok: true });
    expect(judgeEndpoint(endpoint('::ffff:a00:1'), wide).ok).toBe(false);
    const exact = policyOf('169.254.169.254');
    expect(judgeEndpoint(endpoint('169.254.169.254', 80), exact)).toEqual({ ok: true });
  });

  it('security S31: names the entry it cannot read', () => {
    for (const entry of [
      '10.0.0.0/33',
      '10.0.0/8',
      '300.1.1.1',
      'a b:x',
      'http://x',
      'x:0',
      'x:70000',
      '[::1',
      '*.',
    ])
      expect(parseAllowList(entry)).toMatchObject({ ok: false });
    expect(parseAllowList('10.0.0.1, bad_entry!')).toEqual({ ok: false, entry: 'bad_entry!' });
    expect(parseAllowList(' ')).toEqual({ ok: true, list: [] });
  });
});
