import type { Outbox } from '../platform/outbox.ts';
import type { ComposedFeatures } from './features.ts';
import type { Foundation } from './foundation.ts';
import type { Worker } from './worker.ts';

/** What the side that answers HTTP stands on. */
export interface ApiParts {
  foundation: Foundation;
  composed: ComposedFeatures;
  outbox: Outbox;
  worker: Worker | null;
}
