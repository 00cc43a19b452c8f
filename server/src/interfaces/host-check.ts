import { isLocalHost, type Config } from '../platform/config/config.ts';
import { Refusal } from '../platform/refusal.ts';
import { parseUrl } from '../kernel/url.ts';

/**
 * Creates the check that a request names a host that is ours. Against a page of another site whose name was pointed
 * at this machine (DNS rebinding), and against links built from a forged Host (security S2, S59).
 */
export function createHostCheck(config: Config): (host: string | undefined) => void {
  const allowed = new Set(
    [new URL(config.PUBLIC_URL).hostname, ...config.ALLOWED_HOSTS].map((name) =>
      name.toLowerCase(),
    ),
  );
  return (host) => {
    const name = hostName(host);
    if (name !== null && (allowed.has(name) || isLocalHost(name))) return;
    throw new Refusal(
      'VALIDATION_ERROR',
      'This host name is not configured: set PUBLIC_URL or ALLOWED_HOSTS',
      { reason: 'host' },
    );
  };
}

function hostName(host: string | undefined): string | null {
  if (host === undefined) return null;
  return parseUrl(`http://${host}`)?.hostname.toLowerCase() ?? null;
}
