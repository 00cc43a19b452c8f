import {
  createChannelsFeature,
  createProviders,
  createUnsubscribe,
  type Providers,
  type Unsubscribe,
} from '../features/channels/index.ts';
import { deliveries } from '../features/delivery/index.ts';
import { keepInMailbox } from '../features/instance/index.ts';
import { loadGrants } from '../features/organizations/index.ts';
import { createSandbox, type Sandbox } from '../features/sandbox/index.ts';
import { createWebhooks, type Webhooks } from '../features/webhooks/index.ts';
import type { TakeReceipts } from '../interfaces/receipts.ts';
import type { Unsubscribing } from '../interfaces/unsubscribe-page.ts';
import type { BoardAccessLoader } from '../platform/access.ts';
import type { Feature } from '../platform/feature.ts';
import type { Foundation } from './foundation.ts';

/** How messages leave, and how providers and readers answer. */
export interface ComposedChannels {
  features: Feature[];
  webhooks: Webhooks;
  providers: Providers;
  sandbox: Sandbox;
  unsubscribe: Unsubscribe;
  takeReceipts: TakeReceipts;
  unsubscribing: Unsubscribing;
}

/** Creates the providers that the configuration asks for, and webhooks. Throws ConfigError. */
export function composeChannels(
  foundation: Foundation,
  loadBoard: BoardAccessLoader,
): ComposedChannels {
  const { config, database } = foundation;
  const webhooks = createWebhooks({ ...foundation, access: { loadGrants, loadBoard } });
  const providers = createProviders({
    ...foundation,
    targets: webhooks.targets,
    keepInMailbox: (message) => keepInMailbox(database, message),
  });
  const sandbox = createSandbox({ ...foundation, createTrial: providers.createTrial });
  const unsubscribe = createUnsubscribe({ ...foundation, publicUrl: config.PUBLIC_URL });
  return {
    features: [webhooks.feature, createChannelsFeature({ database, providers }), sandbox.feature],
    webhooks,
    providers,
    sandbox,
    unsubscribe,
    takeReceipts: createTakeReceipts(foundation, providers),
    unsubscribing: {
      isKnown: (token) => unsubscribe.read(token) !== null,
      async apply(token) {
        const about = unsubscribe.read(token);
        if (about !== null) await unsubscribe.apply(about);
        return about !== null;
      },
    },
  };
}

function createTakeReceipts(foundation: Foundation, providers: Providers): TakeReceipts {
  return async (kind, request) => {
    const reading = await providers.readReceipts(kind, request);
    if (reading === null) return 'unknown';
    if (reading.kind === 'forged') return 'forged';
    await deliveries.applyReceipts(foundation, reading.channel, reading.receipts);
    return 'taken';
  };
}
