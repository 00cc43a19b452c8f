import { ConfigError, type Config } from '../config/config.ts';
import type { Tracing } from '../trace/tracing.ts';
import { parseAllowList } from './allow-list.ts';
import { createEgress, type Egress } from './egress.ts';

/** Opens the client for outgoing calls with what the operator allows. Throws ConfigError. */
export function openEgress(config: Config, tracing: Tracing): Egress {
  const allowed = parseAllowList(config.EGRESS_ALLOW.join(','));
  if (!allowed.ok) {
    throw new ConfigError(
      `EGRESS_ALLOW: ${JSON.stringify(allowed.entry)} is not acceptable (a name, an address or a CIDR, with :port where it is not 80 or 443); for example EGRESS_ALLOW=10.1.2.0/24,hooks.internal.example.com:8443`,
    );
  }
  return createEgress({
    allow: () => allowed.list,
    ownHosts: [new URL(config.PUBLIC_URL).hostname, ...config.ALLOWED_HOSTS],
    tracing,
  });
}
