import { DAY_MS } from '../../kernel/time.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Providers } from './create-providers.ts';
import { createProviderOperations } from './operations.ts';
import { createProviderGauges } from './provider-gauges.ts';
import { deleteOldUsage } from './store/sms-usage.ts';

export { createProviders, type Providers } from './create-providers.ts';
export { createUnsubscribe, type Unsubscribe } from './unsubscribe.ts';
export type { WebhookNews, WebhookTargets } from './webhook-provider.ts';
export { createWebhookSecret } from './webhook-signature.ts';

/** Counts of text messages are kept this long for questions about a bill. */
const KEEP_USAGE_DAYS = 400;

/** Who sends on each channel. */
export function createChannelsFeature({
  database,
  providers,
}: {
  database: Database;
  providers: Providers;
}): Feature {
  return {
    operations: createProviderOperations(providers.list),
    gauges: createProviderGauges(providers.list),
    chores: [
      {
        name: 'channels.forgetUsage',
        intervalMs: DAY_MS,
        run: () => database.write('all', (tx) => deleteOldUsage(tx, KEEP_USAGE_DAYS)),
      },
    ],
  };
}
