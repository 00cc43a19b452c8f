import type { Feature } from '../../platform/feature.ts';
import { createGauges } from './gauges.ts';
import { countOutcomes } from './outcomes.ts';
import { createSender, type Sender, type SenderParts } from './sender.ts';
import { createSweeps } from './sweeps.ts';

/** The feature, and what the worker role starts and drains. */
export interface Delivery {
  feature: Feature;
  sender: Sender;
}

/** Everything that is sent: whom it goes to, when, and what became of it. */
export function createDelivery(parts: SenderParts): Delivery {
  const outcomes = countOutcomes(parts.providersOf);
  const counted = { ...parts, providersOf: outcomes.providersOf };
  const sender = createSender(counted);
  return {
    sender,
    feature: {
      operations: [],
      chores: createSweeps(counted, sender),
      gauges: createGauges(parts.database, outcomes),
    },
  };
}
