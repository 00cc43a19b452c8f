import type { FastifyInstance } from 'fastify';
import { notFound, Refusal } from '../platform/refusal.ts';
import { registerRaw } from './raw-body.ts';

/** A bounce may carry the whole mail that came back. */
const BODY_LIMIT_BYTES = 1_048_576;

/** A request of a provider as it came. */
export interface ReceiptRequest {
  url: string;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** Takes what a provider says of messages: `forged` when its signature is wrong, `unknown` when we have no such provider. */
export type TakeReceipts = (
  kind: string,
  request: ReceiptRequest,
) => Promise<'taken' | 'forged' | 'unknown'>;

/**
 * Lets providers tell what became of messages, at `/api/v1/receipts/<provider>`. They sign the address that they were
 * given, which begins with the public one; mail servers show a token.
 */
export function registerReceipts(
  app: FastifyInstance,
  { publicUrl, take }: { publicUrl: string; take: TakeReceipts },
): void {
  registerRaw(
    app,
    (scope) => {
      scope.post<{ Params: { provider: string } }>(
        '/api/v1/receipts/:provider',
        async ({ params, raw, body }) => {
          const headers = Object.entries(raw.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : value,
          ]);
          const outcome = await take(params.provider, {
            url: publicUrl + (raw.url ?? ''),
            headers: Object.fromEntries(headers) as Record<string, string | undefined>,
            body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
          });
          if (outcome === 'unknown') throw notFound('This provider');
          if (outcome === 'forged')
            throw new Refusal('FORBIDDEN', 'The signature is not the provider’s', {
              reason: 'signature',
            });
          return { success: true, data: { done: true } };
        },
      );
    },
    BODY_LIMIT_BYTES,
  );
}
