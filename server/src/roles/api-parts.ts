import type { Access } from '../platform/access.ts';
import type { Config } from '../platform/config/config.ts';
import type { MutateBoard } from '../platform/board/mutate-board.ts';
import type { Cache } from '../platform/cache/cache.ts';
import type { LiveHub } from '../platform/live/live-hub.ts';
import type { MeasuredBus } from '../platform/live/node-bus.ts';
import type { Outbox } from '../platform/outbox.ts';
import type { Watch } from './delivery-features.ts';
import type { ComposedFeatures } from './features.ts';
import type { Foundation } from './foundation.ts';
import type { Worker } from './worker.ts';

/** What the side that answers HTTP stands on. */
export interface ApiParts {
  role: Config['BOARDWIRE_ROLE'];
  foundation: Foundation;
  /** Between this node and the others. */
  bus: MeasuredBus;
  composed: ComposedFeatures;
  outbox: Outbox;
  access: Access;
  cache: Cache;
  mutateBoard: MutateBoard;
  /** Hears of the hub that committed changes go to. */
  onHub(hub: LiveHub): void;
  worker: Worker | null;
  /** Over what should have been sent. */
  watch: Watch;
}
