import type { Database } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { deliveries, type ports } from '../delivery/index.ts';
import { writeBody } from './domain/payload.ts';
import { readPayload } from './store/calls.ts';

/** Writes what an endpoint is sent; a replay goes under the id of what it repeats. */
export function createWebhookRender({ database, sealer }: { database: Database; sealer: Sealer }) {
  return async (delivery: {
    messageId: string;
    addressSealed: string | null;
  }): Promise<ports.Rendered> => {
    const payload = await database.read('all', (tx) => readPayload(tx, delivery.messageId));
    if (payload === null || delivery.addressSealed === null)
      throw new Error('a webhook without a message or an endpoint');
    return {
      address: deliveries.openAddress(sealer, 'webhook', delivery.addressSealed),
      content: {
        body: writeBody(payload.body),
        type: payload.body.type,
        boardId: payload.body.data.boardId ?? '',
        ...(payload.replayOf !== undefined && { id: payload.replayOf }),
      },
    };
  };
}
