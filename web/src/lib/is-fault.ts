import type { Failure } from './failure.ts';

/** Whether the request id helps: a refusal explains itself, a fault has to be looked up in the log. */
export function isFault({ code }: Failure): boolean {
  return code === 'INTERNAL_ERROR' || code === 'BAD_RESPONSE' || code === 'SERVICE_UNAVAILABLE';
}
