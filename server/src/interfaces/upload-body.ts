import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { OperationSpec } from '@boardwire/contract/define';
import { SECOND_MS } from '../kernel/time.ts';
import { Refusal } from '../platform/refusal.ts';

/** A sender that is silent for this long has gone. */
const SILENCE_MS = 30 * SECOND_MS;

/** Lets the routes of a scope take files and nothing else; the body is handed on as it comes in. */
export function acceptFiles(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/octet-stream', (_request, payload, done) =>
    done(null, payload),
  );
}

/** The file of an upload, never more of it in memory than a piece. Throws VALIDATION_ERROR when there is none or too much. */
export function openUpload({ upload }: OperationSpec, request: FastifyRequest): Readable {
  const maxBytes = upload?.maxBytes ?? 0;
  const { body } = request;
  if (!(body instanceof Readable)) {
    const message = 'Send the file as the body, with Content-Type: application/octet-stream';
    throw new Refusal('VALIDATION_ERROR', message, { reason: 'media_type' });
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const pieces = Readable.from(readPieces(body, maxBytes), { objectMode: true });
  // What nobody reads to its end must not keep the connection.
  pieces.once('close', () => body.resume());
  return pieces;
}

async function* readPieces(body: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  const cut = () => body.destroy(new Error('the sender is silent'));
  let timer = setTimeout(cut, SILENCE_MS);
  try {
    // Not destroyed at an early end: the refusal goes back on the same connection.
    for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      size += piece.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield piece;
      timer = setTimeout(cut, SILENCE_MS);
    }
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(maxBytes: number): Refusal {
  const megabytes = Math.floor(maxBytes / 1_000_000);
  return new Refusal('VALIDATION_ERROR', `The file has more than ${megabytes} MB`, {
    reason: 'body_too_large',
    maxBytes,
  });
}
