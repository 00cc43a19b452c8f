/** A host and port that a Redis or one of its sentinels listens on; an IPv6 address stands without brackets. */
export interface RedisEndpoint {
  readonly host: string;
  readonly port: number;
}

/** What `REDIS_URL` says, in the parts that a driver takes. */
export interface RedisTarget {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** The server, the sentinels, or the nodes that a cluster is first asked at. */
  readonly endpoints: readonly RedisEndpoint[];
  readonly username?: string;
  readonly password?: string;
  /** Login at the sentinels, where it is not that of the Redis behind them. */
  readonly sentinelUsername?: string;
  readonly sentinelPassword?: string;
  readonly database: number;
  readonly isTls: boolean;
  /** What the sentinels call the Redis that they watch. */
  readonly masterName?: string;
}

/** A `REDIS_URL` read, or what is wrong with it, in words that quote nothing of it: it may hold a password. */
export type RedisUrlReading =
  | { readonly ok: true; readonly target: RedisTarget }
  | { readonly ok: false; readonly problem: string };

const REDIS_PORT = 6_379;
const SENTINEL_PORT = 26_379;
const MAX_PORT = 65_535;

/** Scheme, everything up to the path, path, parameters. */
const FORM =
  /^(?<scheme>rediss?(?:\+sentinel|\+cluster)?):\/\/(?<authority>[^/?#]*)(?:\/(?<path>[^?#]*))?(?:\?(?<query>[^#]*))?$/i;
const ENDPOINT =
  /^(?:\[(?<address>[0-9a-f:.]+(?:%25[\w.-]+)?)\]|(?<name>[\w.-]+))(?::(?<port>\d{1,5}))?$/i;
const SENTINEL_PARAMETERS = ['sentinelUsername', 'sentinelPassword'];

class Problem extends Error {}

/** Reads a `REDIS_URL` of one server, of sentinels, or of a cluster. */
export function readRedisUrl(text: string): RedisUrlReading {
  try {
    return { ok: true, target: readTarget(text) };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.message };
    throw error;
  }
}

/** As `readRedisUrl`, for an address that has been checked. Throws where it is none. */
export function parseRedisUrl(text: string): RedisTarget {
  return readTarget(text);
}

/** Where a target is, without its login: the only thing of it that is ever logged. */
export function describeTarget({ kind, endpoints, masterName }: RedisTarget): string {
  const hosts = endpoints
    .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`)
    .join(', ');
  if (kind === 'sentinel') return `${masterName} of the sentinels ${hosts}`;
  return kind === 'cluster' ? `cluster ${hosts}` : hosts;
}

function readTarget(text: string): RedisTarget {
  const { scheme = '', authority = '', path = '', query = '' } = FORM.exec(text)?.groups ?? {};
  if (scheme === '') {
    throw new Problem(
      'it begins with redis://, rediss:// (TLS), redis+sentinel://, rediss+sentinel://, redis+cluster:// or rediss+cluster://, and what stands for itself in a password is percent-encoded',
    );
  }
  const [protocol = '', suffix = 'single'] = scheme.toLowerCase().split('+');
  const kind = suffix as RedisTarget['kind'];
  const at = authority.lastIndexOf('@');
  const endpoints = readEndpoints(authority.slice(at + 1), kind);
  return {
    kind,
    endpoints,
    ...readLogin(at === -1 ? '' : authority.slice(0, at)),
    ...readPath(path, kind),
    ...readParameters(query, kind),
    isTls: protocol === 'rediss',
  };
}

function readEndpoints(text: string, kind: RedisTarget['kind']): RedisEndpoint[] {
  const endpoints = text.split(',').map((part) => readEndpoint(part, kind));
  if (kind === 'single' && endpoints.length > 1) {
    throw new Problem(
      'several hosts are those of sentinels (redis+sentinel://) or of a cluster (redis+cluster://)',
    );
  }
  return endpoints;
}

function readEndpoint(text: string, kind: RedisTarget['kind']): RedisEndpoint {
  const groups = ENDPOINT.exec(text)?.groups;
  if (groups === undefined) {
    throw new Problem(
      'after the login stands a host, or host:port; characters such as @ : / ? # in a password are percent-encoded',
    );
  }
  const usual = kind === 'sentinel' ? SENTINEL_PORT : REDIS_PORT;
  const port = Number(groups['port'] ?? usual);
  if (port < 1 || port > MAX_PORT) throw new Problem(`a port is a number from 1 to ${MAX_PORT}`);
  return { host: (groups['address'] ?? groups['name'] ?? '').replace('%25', '%'), port };
}

function readLogin(text: string): Pick<RedisTarget, 'username' | 'password'> {
  if (text === '') return {};
  const colon = text.indexOf(':');
  if (colon === -1) {
    throw new Problem(
      'a login is user:password, and a password alone stands behind a colon, as in redis://:password@host',
    );
  }
  const username = decode(text.slice(0, colon));
  const password = decode(text.slice(colon + 1));
  if (password === '') return username === '' ? {} : refuseEmptyPassword();
  return { ...(username !== '' && { username }), password };
}

function refuseEmptyPassword(): never {
  throw new Problem('the login has a user and no password');
}

function readPath(
  path: string,
  kind: RedisTarget['kind'],
): Pick<RedisTarget, 'database' | 'masterName'> {
  const parts = path.split('/').filter((part) => part !== '');
  const masterName = kind === 'sentinel' ? decode(parts.shift() ?? '') : '';
  if (kind === 'sentinel' && masterName === '') {
    throw new Problem(
      'behind the sentinels stands the name of the Redis that they watch, as in redis+sentinel://host:26379/mymaster',
    );
  }
  const [database = '0', ...rest] = parts;
  if (rest.length > 0 || !/^\d{1,4}$/.test(database))
    throw new Problem('the path ends with the number of a database, or is empty');
  if (kind === 'cluster' && Number(database) !== 0)
    throw new Problem('a cluster has database 0 alone');
  return { database: Number(database), ...(masterName !== '' && { masterName }) };
}

function readParameters(
  query: string,
  kind: RedisTarget['kind'],
): Pick<RedisTarget, 'sentinelUsername' | 'sentinelPassword'> {
  const given = new URLSearchParams(query);
  const known = kind === 'sentinel' ? SENTINEL_PARAMETERS : [];
  if ([...given.keys()].some((name) => !known.includes(name))) {
    throw new Problem(
      kind === 'sentinel'
        ? `its parameters are ${SENTINEL_PARAMETERS.join(' and ')}`
        : 'it takes no parameters (what stands behind ?)',
    );
  }
  return Object.fromEntries([...given].filter(([, value]) => value !== ''));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem('a % in it begins a percent-encoded character; % itself is %25');
  }
}
