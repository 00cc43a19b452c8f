import type { ErrorCode, ErrorDetails } from '@boardwire/contract/errors';

/** Codes of calls that got no usable answer; the server never sends these. */
export type LocalErrorCode = 'NETWORK_ERROR' | 'TIMEOUT' | 'ABORTED' | 'BAD_RESPONSE';

/** Why a call failed. */
export interface CallError {
  code: ErrorCode | LocalErrorCode;
  /** A sentence for people. */
  message: string;
  details?: ErrorDetails;
  /** Quote it when asking for help; the server's log has it on every line of the call. */
  requestId: string;
  /** The HTTP status; 0 when there was no answer. */
  status: number;
  /** How long the server asked to wait before the next try. */
  retryAfterMs?: number;
}

/** How much of the rate limit is left. */
export interface RateLimit {
  limit: number;
  remaining: number;
  /** Until the count starts anew. */
  resetMs: number;
}

/** A call that failed. */
export interface Failure {
  ok: false;
  error: CallError;
  rateLimit?: RateLimit;
}

/** What every call resolves to: data or an error, never a thrown one. */
export type Result<Data> =
  | { ok: true; data: Data; requestId: string; rateLimit?: RateLimit }
  | Failure;
