import { createDelivery } from '../features/delivery/index.ts';
import { deliverInbox } from '../features/inbox/index.ts';
import { checkTemplate, createRenderer } from '../features/notices/index.ts';
import { loadGrants } from '../features/organizations/index.ts';
import type { BoardAccessLoader } from '../platform/access.ts';
import type { ComposedChannels } from './channel-features.ts';
import type { Foundation } from './foundation.ts';

/** The feature, and what plans and sends what the ledger holds. */
export type ComposedDelivery = ReturnType<typeof createDelivery>;
/** The watch over what should have been sent. */
export type Watch = ReturnType<ComposedDelivery['createWatch']>;

/** Creates the ledger with what writes messages out and what sends them. */
export function composeDelivery(
  foundation: Foundation,
  loadBoard: BoardAccessLoader,
  { webhooks, providers, sandbox, unsubscribe }: ComposedChannels,
): ComposedDelivery {
  const { config, sendingDatabase, sealer } = foundation;
  const access = { loadGrants, loadBoard };
  const render = createRenderer({
    ...foundation,
    database: sendingDatabase,
    publicUrl: config.PUBLIC_URL,
    unsubscribe,
  });
  return createDelivery({
    ...foundation,
    sendingDatabase,
    access,
    render: (delivery) =>
      delivery.channel === 'webhook' ? webhooks.render(delivery) : render(delivery),
    atMostOnce: config.AT_MOST_ONCE_CHANNELS,
    providersOf({ organizationId, messageId, channel, isSandboxed }, message) {
      if (!isSandboxed || organizationId === null || channel === 'inApp')
        return providers.providersOf({ channel }, message);
      return [sandbox.providerOf({ organizationId, messageId, channel })];
    },
    holdBack: webhooks.holdBack,
    afterFinish: webhooks.afterFinish,
    deliverInbox: (noteEnds, signal, messageId) =>
      deliverInbox({ database: sendingDatabase, access, sealer, noteEnds }, signal, messageId),
    checkTemplate,
  });
}
