import type { CallError } from '@boardwire/sdk/result';

/** Why a call failed: a code of the error table, or one of the client's own. */
export type Failure = Pick<CallError, 'code' | 'message' | 'details' | 'retryAfterMs'> & {
  requestId?: string;
};

/** A failure on its way through code that expects an Error, such as the query cache. */
export interface FailureError extends Error {
  failure: Failure;
}

/** Wraps a failure in an Error. */
export function toFailureError(failure: Failure): FailureError {
  return Object.assign(new Error(failure.message), { failure });
}
