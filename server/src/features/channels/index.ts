export { createProviders, type Providers } from './create-providers.ts';
export { unsubscribeHeaders } from './unsubscribe-headers.ts';
export type { WebhookNews, WebhookTarget, WebhookTargets } from './webhook-provider.ts';
export { createWebhookSecret } from './webhook-signature.ts';
