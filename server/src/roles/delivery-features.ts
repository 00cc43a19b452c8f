import { createDelivery } from '../features/delivery/index.ts';
import { deliverInbox } from '../features/inbox/index.ts';
import { checkTemplate, createRenderer } from '../features/notices/index.ts';
import { loadGrants } from '../features/organizations/index.ts';
import type { BoardAccessLoader } from '../platform/access.ts';
import type { ComposedChannels } from './channel-features.ts';
import type { Foundation } from './foundation.ts';

/** The feature, and what plans and sends what the ledger holds. */
export type ComposedDelivery = ReturnType<typeof createDelivery>;

/** Creates the ledger with what writes messages out and what sends them. */
export function composeDelivery(
  foundation: Foundation,
  loadBoard: BoardAccessLoader,
  { webhooks, providers, unsubscribe }: ComposedChannels,
): ComposedDelivery {
  const { config, database } = foundation;
  const render = createRenderer({ ...foundation, publicUrl: config.PUBLIC_URL, unsubscribe });
  return createDelivery({
    ...foundation,
    access: { loadGrants, loadBoard },
    render: (delivery) =>
      delivery.channel === 'webhook' ? webhooks.render(delivery) : render(delivery),
    providersOf: providers.providersOf,
    holdBack: webhooks.holdBack,
    afterFinish: webhooks.afterFinish,
    deliverInbox: (signal) => deliverInbox(database, signal),
    checkTemplate,
  });
}
