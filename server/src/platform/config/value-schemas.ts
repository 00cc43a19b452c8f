import { isIP } from 'node:net';
import { z } from 'zod';
import { readRedisUrl } from '../redis/redis-url.ts';
import { parseUrl } from '../../kernel/url.ts';

const MAX_PORT = 65_535;
/** Length of an address by its family, as `isIP` tells it. */
const ADDRESS_BITS: Record<number, number> = { 4: 32, 6: 128 };
/** A TCP port. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'a port is a number')
  .transform(Number)
  .pipe(z.number().min(1, 'a port is at least 1').max(MAX_PORT, `a port is at most ${MAX_PORT}`));
/** A whole number above 0. */
export const positiveInteger = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'a whole number above 0')
  .transform(Number);
/** `true` or `false`. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
/** Entries between commas. */
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

/** An address, or a network as address/prefix length. */
export const network = z.string().refine((value) => {
  const [address = '', prefix, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (ADDRESS_BITS[family] ?? 0))
  );
}, 'an IP address or a CIDR');

/** A URL with one of these protocols. */
export function urlOf(...protocols: string[]) {
  return z.string().refine(
    (value) => {
      const protocol = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1];
      return (
        protocol !== undefined &&
        protocols.includes(protocol.toLowerCase()) &&
        parseUrl(value) !== null
      );
    },
    `a URL that begins with ${protocols.map((name) => `${name}://`).join(' or ')}`,
  );
}

/** The address of a Redis, its sentinels or its cluster; what is wrong is named without quoting it. */
export const redisUrl = z.string().superRefine((value, context) => {
  const reading = readRedisUrl(value);
  if (!reading.ok) context.addIssue({ code: 'custom', message: reading.problem });
});

/** An http(s) URL without a path. */
export const origin = z
  .string()
  .refine((value) => /^https?:\/\//.test(value) && parseUrl(value) !== null, 'an http(s) URL')
  .refine((value) => parseUrl(value)?.pathname === '/', 'without a path')
  .transform((value) => new URL(value).origin);
