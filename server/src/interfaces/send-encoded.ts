import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EncodedAnswer } from '../platform/encoded-answer.ts';
import { TAGGED_HEADERS } from './send-tagged.ts';

const NOT_MODIFIED = 304;

/** Sends bytes that were made before, in the form that the caller takes, or 304 when it has them. */
export async function sendEncoded(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, body }: EncodedAnswer,
): Promise<unknown> {
  reply.headers({ etag, ...TAGGED_HEADERS });
  if (body === null) return reply.code(NOT_MODIFIED).send();
  reply.type('application/json; charset=utf-8');
  if (!takesGzip(request.headers['accept-encoding'])) return reply.send(await body.plain());
  // Named here, it is not compressed a second time on its way out.
  return reply.header('content-encoding', 'gzip').send(body.gzip());
}

/** Whether `Accept-Encoding` names gzip, or anything, without the weight 0 (RFC 9110). */
export function takesGzip(acceptEncoding: string | string[] | undefined): boolean {
  const codings = String(acceptEncoding ?? '')
    .split(',')
    .map((coding) =>
      coding
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    );
  const isWanted = ([, weight]: string[]) => !/^q=0(\.0*)?$/.test(weight ?? '');
  const named = codings.find(([name]) => name === 'gzip' || name === 'x-gzip');
  const any = codings.find(([name]) => name === '*');
  return named === undefined ? any !== undefined && isWanted(any) : isWanted(named);
}
