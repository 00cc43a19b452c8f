import type { ErrorCode, ErrorDetails, FieldProblem } from '@boardwire/contract/errors';

/**
 * An expected "no" of the error table. It is thrown inside an operation to leave it; the runner rolls the
 * transaction back and hands the refusal to the transport as a tagged result.
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  /** Seconds after which a retry makes sense. */
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, message: string, details?: ErrorDetails, retryAfterS?: number) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
    this.retryAfterS = retryAfterS;
  }
}

/** A refusal whose transaction is committed all the same, for counters of failed tries (security S27). */
export class KeptRefusal extends Refusal {}

/** NOT_FOUND: absent and foreign objects answer alike (security S22). */
export function notFound(what = 'This'): Refusal {
  return new Refusal('NOT_FOUND', `${what} does not exist, or you may not see it`);
}

/**
 * NOT_FOUND of a whole board. `board_deleted` is for somebody who would see it if it were not in the trash: they know that
 * it was there. Boards that are absent and foreign answer alike (security S22).
 */
export function boardGone(reason: 'board_deleted' | 'board_closed'): Refusal {
  if (reason === 'board_deleted')
    return new Refusal('NOT_FOUND', 'The board is in the trash', { reason });
  return new Refusal('NOT_FOUND', notFound('This board').message, { reason });
}

/** CONFLICT with the machine-readable `reason`. */
export function conflict(reason: string, message: string): Refusal {
  return new Refusal('CONFLICT', message, { reason });
}

/** FORBIDDEN with an optional machine-readable `reason`. */
export function forbidden(message: string, reason?: string): Refusal {
  return new Refusal('FORBIDDEN', message, reason === undefined ? undefined : { reason });
}

/** UNAUTHORIZED with the machine-readable `reason`. */
export function unauthorized(message: string, reason: string): Refusal {
  return new Refusal('UNAUTHORIZED', message, { reason });
}

/** VALIDATION_ERROR naming the fields. */
export function invalid(...fields: FieldProblem[]): Refusal {
  const first = fields[0];
  const message = first
    ? `${first.path || 'input'}: ${first.message}`
    : 'The input is not acceptable';
  return new Refusal('VALIDATION_ERROR', message, { fields });
}
