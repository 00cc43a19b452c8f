import type { FastifyError, FastifyReply } from 'fastify';
import { errorTable } from '@boardwire/contract/errors';
import { Refusal } from '../platform/refusal.ts';

/** Sends a refusal in the envelope of SPEC F1; `withStack` adds the stack of its cause, for development alone. */
export function sendRefusal(
  reply: FastifyReply,
  refusal: Refusal,
  requestId: string,
  withStack: boolean,
): FastifyReply {
  if (refusal.retryAfterS !== undefined) reply.header('retry-after', String(refusal.retryAfterS));
  if (refusal.code === 'UNAUTHORIZED') reply.header('www-authenticate', 'Bearer');
  const { cause } = refusal;
  return reply.code(errorTable[refusal.code].status).send({
    success: false,
    error: {
      code: refusal.code,
      message: refusal.message,
      ...(refusal.details === undefined ? {} : { details: refusal.details }),
      requestId,
      ...(withStack && cause instanceof Error ? { stack: cause.stack } : {}),
    },
  });
}

/** What the HTTP layer itself refuses, in terms of the error table. */
export function refusalOfHttpError(error: FastifyError): Refusal {
  const reason = HTTP_REASONS[error.code];
  if (reason !== undefined)
    return new Refusal('VALIDATION_ERROR', reason.message, { reason: reason.reason });
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new Refusal('VALIDATION_ERROR', 'The request is not well-formed', {
      reason: 'malformed_request',
    });
  }
  const refusal = new Refusal(
    'INTERNAL_ERROR',
    'Something went wrong on our side; nothing was changed',
  );
  refusal.cause = error;
  return refusal;
}

const HTTP_REASONS: Record<string, { reason: string; message: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    reason: 'body_too_large',
    message: 'The body is larger than 1 MB, or 10 MB for bulk operations and long texts',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    reason: 'media_type',
    message: 'Send JSON with Content-Type: application/json',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    reason: 'empty_body',
    message: 'The body is empty; send a JSON object',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    reason: 'malformed_json',
    message: 'The body is not valid JSON',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    reason: 'content_length',
    message: 'The body is not as long as its Content-Length',
  },
};
