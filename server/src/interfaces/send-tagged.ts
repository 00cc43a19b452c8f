import type { FastifyReply, FastifyRequest } from 'fastify';
import { matchesTag, tagOf } from '../platform/entity-tag.ts';

const NOT_MODIFIED = 304;

/** What any answer with a tag says of its keeping: by the caller's own program alone (security S12). */
export const TAGGED_HEADERS = {
  'cache-control': 'private, no-store',
  vary: 'authorization, accept-encoding',
};

/** Sends an answer with its tag, or 304 when the caller has the same one; whether they may have it is decided before. */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Record<string, unknown>,
): unknown {
  const text = reply.serialize(answer) as string;
  const etag = tagOf(text);
  reply.headers({ etag, ...TAGGED_HEADERS });
  const isKnown = matchesTag(request.headers['if-none-match'], etag);
  if (isKnown) return reply.code(NOT_MODIFIED).send();
  // Text is sent as it is: what is declared was made of it above.
  return reply.type('application/json; charset=utf-8').send(text);
}
