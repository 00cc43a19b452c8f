import { readRedisUrl } from '../redis/redis-url.ts';
import type { DriverEndpoint } from './guard.ts';

const DEFAULT_PORTS: Record<string, number> = {
  'postgres:': 5_432,
  'postgresql:': 5_432,
};

/** Where the drivers of these addresses connect to; a unix socket needs no entry. */
export function listDriverEndpoints(addresses: readonly (string | undefined)[]): DriverEndpoint[] {
  return addresses.flatMap((address) => {
    if (address === undefined) return [];
    const redis = readRedisUrl(address);
    if (redis.ok) return redis.target.endpoints.map(({ host, port }) => ({ host, port }));
    const url = new URL(address);
    const port = Number(url.port || (DEFAULT_PORTS[url.protocol] ?? 0));
    // Drivers differ in whether they keep the brackets of an IPv6 address.
    const named = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
    const hosts = new Set([named, named.replace(/^\[|\]$/g, '')]);
    return [...hosts].map((host) => ({ host: host === '' ? 'localhost' : host, port }));
  });
}
