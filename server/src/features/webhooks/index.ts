import type { Feature } from '../../platform/feature.ts';
import type { WebhookTargets } from '../channels/index.ts';
import type { AfterFinish, HoldBack, ports } from '../delivery/index.ts';
import { createEndpointGate, createWake } from './gate.ts';
import { createWebhookGauges } from './gauges.ts';
import { createCallOperations } from './operations/calls.ts';
import { createEndpointOperations } from './operations/endpoints.ts';
import type { WebhooksParts } from './parts.ts';
import { createWebhookReaction } from './reactions.ts';
import { createWebhookRender } from './render.ts';
import { createTargets } from './targets.ts';

export { endpointLocator } from './store/endpoints.ts';

/** Outgoing webhooks, and what the ledger needs of them. */
export interface Webhooks {
  feature: Feature;
  /** The endpoints, for the provider that calls them. */
  targets: WebhookTargets;
  /** Writes what an endpoint is sent. */
  render(delivery: { messageId: string; addressSealed: string | null }): Promise<ports.Rendered>;
  /** The last look at calls before they leave. */
  holdBack: HoldBack;
  /** Lets calls go that waited for others to end. */
  afterFinish: AfterFinish;
}

/** Tells programs of organizations what happens (SPEC E3). */
export function createWebhooks(parts: WebhooksParts): Webhooks {
  return {
    feature: {
      operations: [...createEndpointOperations(parts), ...createCallOperations(parts)],
      reactions: [createWebhookReaction(parts)],
      gauges: createWebhookGauges(parts.database),
    },
    targets: createTargets(parts),
    render: createWebhookRender(parts),
    holdBack: createEndpointGate(parts),
    afterFinish: createWake(parts),
  };
}
