import { isLocalHost, type Config } from '../../platform/config/config.ts';

/** The address that the world reaches us by, or null when it cannot: providers refuse to call this machine's own name. */
export function reachablePublicUrl({ PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>): string | null {
  return isLocalHost(new URL(PUBLIC_URL).hostname) ? null : PUBLIC_URL;
}
