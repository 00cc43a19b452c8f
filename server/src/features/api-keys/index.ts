import type { Feature } from '../../platform/feature.ts';
import { FLUSH_INTERVAL_MS, type ApiKeyAuthenticator } from './authenticator.ts';
import { apiKeyOperations } from './operations.ts';

export { createApiKeyAuthenticator } from './authenticator.ts';
export { revokeAllKeys } from './revoke-all.ts';
export { apiKeyLocator } from './store.ts';

/** API keys; the authenticator is the one that requests go through, whose notes of use are written down here. */
export function createApiKeysFeature({
  authenticator,
}: {
  authenticator: ApiKeyAuthenticator;
}): Feature {
  return {
    operations: apiKeyOperations,
    chores: [
      { name: 'apiKeys.flushUses', intervalMs: FLUSH_INTERVAL_MS, run: authenticator.flushUses },
    ],
  };
}
