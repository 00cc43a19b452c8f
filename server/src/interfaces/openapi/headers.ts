import type { JsonObject } from './schemas.ts';

/** Headers of answers, by the names that responses refer to. */
export const headerComponents: JsonObject = {
  RequestId: {
    description:
      'The request’s id: the one that was sent, when it was well-formed, or a fresh one.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'Requests allowed in the present window.',
    schema: { type: 'integer' },
  },
  RateLimitRemaining: {
    description: 'Requests left in the present window.',
    schema: { type: 'integer' },
  },
  RateLimitReset: {
    description: 'Seconds until the window starts anew.',
    schema: { type: 'integer' },
  },
  RetryAfter: {
    description: 'Seconds after which another try makes sense.',
    schema: { type: 'integer' },
  },
  ETag: {
    description: 'Names what the answer was made of; send it in If-None-Match.',
    schema: { type: 'string' },
  },
  IdempotentReplayed: {
    description:
      '`true` when this is the stored answer to an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', const: 'true' },
  },
};

/** On every answer. */
export const answerHeaders: JsonObject = {
  'X-Request-Id': { $ref: '#/components/headers/RequestId' },
  'X-RateLimit-Limit': { $ref: '#/components/headers/RateLimit' },
  'X-RateLimit-Remaining': { $ref: '#/components/headers/RateLimitRemaining' },
  'X-RateLimit-Reset': { $ref: '#/components/headers/RateLimitReset' },
};

/** On answers that ask to come back later. */
export const retryHeaders: JsonObject = {
  'Retry-After': { $ref: '#/components/headers/RetryAfter' },
};

/** On answers that need not be sent twice. */
export const tagHeaders: JsonObject = {
  ETag: { $ref: '#/components/headers/ETag' },
};

/** On answers to writes. */
export const writeHeaders: JsonObject = {
  'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' },
};

/** Headers of requests, by the names that operations refer to. */
export const headerParameters: JsonObject = {
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description:
      'The ETag of an earlier answer: while nothing changed, the answer is 304 without a body.',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes repeating a request harmless: the same key with the same input has its effect once and gets the same answer. ' +
      'With another input, or while the first request is still running, the answer is CONFLICT. Use a random key, such as a UUID. ' +
      'Answers are kept for a day, those to notifications for 30.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
};
