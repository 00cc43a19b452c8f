import type { Json } from '@boardwire/contract/column-types';
import { redact } from '../../platform/log.ts';

/** Longest text that is shown of a payload. */
const TEXT_MAX = 200;
/** Whatever looks like a mail address or a phone number. */
const ADDRESS = /[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+|\+\d[\d ()-]{6,}\d/g;

/** A payload as people may see it: without secrets, by their names, and without addresses, by their form. */
export function redactPayload(payload: unknown): Json {
  return shorten(redact(payload)) as Json;
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.replace(ADDRESS, '[redacted]');
    return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
  }
  if (Array.isArray(value)) return value.map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shorten(entry)]));
}
