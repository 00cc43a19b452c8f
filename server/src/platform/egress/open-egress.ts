import { ConfigError, type Config } from '../config/config.ts';
import type { Tracing } from '../trace/tracing.ts';
import { parseAllowList, type AllowList } from './allow-list.ts';
import type { Egress } from './egress.ts';

/**
 * Opens the client for outgoing calls with what the operator allows. Its libraries cost a tenth of a second and 24 MB,
 * so they are loaded with the first call. Throws ConfigError.
 */
export function openEgress(config: Config, tracing: Tracing): Egress {
  const list = readAllowList(config);
  let loading: Promise<Egress> | undefined;
  const load = async () => {
    const { createEgress } = await import('./egress.ts');
    return createEgress({
      allow: () => list,
      ownHosts: [new URL(config.PUBLIC_URL).hostname, ...config.ALLOWED_HOSTS],
      tracing,
    });
  };
  const open = () => (loading ??= load());
  return {
    call: async (request) => (await open()).call(request),
    check: async (url, trust) => (await open()).check(url, trust),
    connect: async (request) => (await open()).connect(request),
    close: async () => (await loading)?.close(),
  };
}

function readAllowList({ EGRESS_ALLOW }: Config): AllowList {
  const parsed = parseAllowList(EGRESS_ALLOW.join(','));
  if (parsed.ok) return parsed.list;
  throw new ConfigError(
    `EGRESS_ALLOW: ${JSON.stringify(parsed.entry)} is not acceptable (a name, an address or a CIDR, with :port where it is not 80 or 443); for example EGRESS_ALLOW=10.1.2.0/24,hooks.internal.example.com:8443`,
  );
}
