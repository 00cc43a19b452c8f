import { CHANNELS } from './delivery-types.ts';
import type { DeadFilter } from './dead-letter-types.ts';

const REASON_MAX_LENGTH = 200;
const CATEGORY_MAX_LENGTH = 64;

function textUpTo(length: number, value: unknown): string | undefined {
  // An address that somebody typed reads `reason=550` as a number.
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' && text.length <= length ? text : undefined;
}

/** Takes the filter out of an address; every key is answered: the router keeps what a reader leaves out. */
export function readDeadFilter(search: Record<string, unknown>): DeadFilter {
  return {
    channel: CHANNELS.find((name) => name === search['channel']),
    category: textUpTo(CATEGORY_MAX_LENGTH, search['category']),
    reason: textUpTo(REASON_MAX_LENGTH, search['reason']),
  };
}
