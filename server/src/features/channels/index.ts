export { createProviders, type Providers } from './create-providers.ts';
export { createUnsubscribe, type Unsubscribe } from './unsubscribe.ts';
export type { WebhookNews, WebhookTarget, WebhookTargets } from './webhook-provider.ts';
export { createWebhookSecret } from './webhook-signature.ts';
