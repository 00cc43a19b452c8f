import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../config/config.ts';
import { describeTarget, parseRedisUrl, readRedisUrl } from './redis-url.ts';

const SECRET = 'p@ss:w/o?r#d%';
const encoded = encodeURIComponent(SECRET);

describe('SPEC F2: an address of Redis', () => {
  it('names one server, with its login, its database and TLS', () => {
    expect(parseRedisUrl(`rediss://app:${encoded}@cache.example.com:7000/3`)).toEqual({
      kind: 'single',
      endpoints: [{ host: 'cache.example.com', port: 7_000 }],
      username: 'app',
      password: SECRET,
      database: 3,
      isTls: true,
    });
    expect(parseRedisUrl('redis://:pass@[2001:db8::1]')).toEqual({
      kind: 'single',
      endpoints: [{ host: '2001:db8::1', port: 6_379 }],
      password: 'pass',
      database: 0,
      isTls: false,
    });
  });

  it('names sentinels, the Redis behind them, and the login of each', () => {
    expect(
      parseRedisUrl(
        `rediss+sentinel://:${encoded}@s1.example.com,s2.example.com:26380/mymaster/2?sentinelPassword=${encoded}`,
      ),
    ).toEqual({
      kind: 'sentinel',
      endpoints: [
        { host: 's1.example.com', port: 26_379 },
        { host: 's2.example.com', port: 26_380 },
      ],
      password: SECRET,
      sentinelPassword: SECRET,
      masterName: 'mymaster',
      database: 2,
      isTls: true,
    });
  });

  it('names nodes of a cluster', () => {
    expect(parseRedisUrl('redis+cluster://10.0.0.1:7000,10.0.0.2/')).toEqual({
      kind: 'cluster',
      endpoints: [
        { host: '10.0.0.1', port: 7_000 },
        { host: '10.0.0.2', port: 6_379 },
      ],
      database: 0,
      isTls: false,
    });
  });

  it('is logged without its login', () => {
    const login = `app:${encoded}@`;
    const described = [
      `redis://${login}cache.example.com/1`,
      `redis://${login}[::1]:7000`,
      `redis+sentinel://${login}s1,s2:1/main?sentinelPassword=${encoded}`,
      `redis+cluster://${login}n1,n2:7000`,
    ].map((url) => describeTarget(parseRedisUrl(url)));
    expect(described).toEqual([
      'cache.example.com:6379',
      '[::1]:7000',
      'main of the sentinels s1:26379, s2:1',
      'cluster n1:6379, n2:7000',
    ]);
  });

  it.each([
    ['http://secret@host', 'begins with redis://'],
    ['redis:/host', 'begins with redis://'],
    ['redis://', 'a host, or host:port'],
    ['redis://:secret@', 'a host, or host:port'],
    ['redis://:sec/ret@host', 'percent-encoded'],
    ['redis://:sec#ret@host', 'percent-encoded'],
    ['redis://:secret%@host', '% itself is %25'],
    ['redis://secret@host', 'a password alone stands behind a colon'],
    ['redis://secret:@host', 'a user and no password'],
    ['redis://:secret@host:0', 'from 1 to 65535'],
    ['redis://:secret@host:65536', 'from 1 to 65535'],
    ['redis://:secret@host/db', 'the number of a database'],
    ['redis://:secret@host/0/1', 'the number of a database'],
    ['redis://:secret@one,two', 'several hosts'],
    ['redis://:secret@host?tls=true', 'takes no parameters'],
    ['redis+sentinel://:secret@host', 'the name of the Redis'],
    ['redis+sentinel://:secret@host/main?password=secret', 'its parameters are sentinelUsername'],
    ['redis+cluster://:secret@host/1', 'a cluster has database 0 alone'],
  ])('says what is wrong with %s, and quotes nothing of it', (url, problem) => {
    expect(readRedisUrl(url)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
    const load = () => loadConfig({ REDIS_URL: url });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/^REDIS_URL: the value given is not acceptable \((?!.*sec)/);
  });
});
