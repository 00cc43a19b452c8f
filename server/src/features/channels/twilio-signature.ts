import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ports } from '../delivery/index.ts';

/** Computes the signature of a request of Twilio's: the address, and the form's fields in order of their names. */
export function signTwilio(authToken: string, url: string, form: URLSearchParams): string {
  const fields = [...form].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const signed = url + fields.map(([name, value]) => name + value).join('');
  return createHmac('sha1', authToken).update(signed).digest('base64');
}

/** Whether a request is of whoever knows the token. */
export function isOfTwilio(
  authToken: string,
  { url, headers }: Pick<ports.RawRequest, 'url' | 'headers'>,
  form: URLSearchParams,
): boolean {
  const given = Buffer.from(headers['x-twilio-signature'] ?? '');
  const expected = Buffer.from(signTwilio(authToken, url, form));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
