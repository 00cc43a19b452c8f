import { types } from 'pg';

const TIMESTAMPTZ_OID = 1184;
const INT8_OID = 20;
/** Of `2026-11-21 01:42:28+00`; years beyond 9999 and before our era are longer, and take the slow way. */
const MIN_TIMESTAMP_LENGTH = 22;

/** How values come out of Postgres: times as ISO 8601, whole numbers as numbers. */
export function typeParser(oid: number, format?: string) {
  if (oid === TIMESTAMPTZ_OID) return toIsoTimestamp;
  if (oid === INT8_OID) return Number;
  return types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
}

/** Postgres' `2026-11-21 01:42:28.123456+00` as ISO 8601 with milliseconds. */
function toIsoTimestamp(text: string): string {
  const isPlain = text.length >= MIN_TIMESTAMP_LENGTH && text.endsWith('+00') && text[10] === ' ';
  if (isPlain) {
    const milliseconds = text.slice(20, -3).slice(0, 3).padEnd(3, '0');
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${milliseconds}Z`;
  }
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
}
