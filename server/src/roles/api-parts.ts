import type { Access } from '../platform/access.ts';
import type { MutateBoard } from '../platform/board/mutate-board.ts';
import type { LiveHub } from '../platform/live/live-hub.ts';
import type { Outbox } from '../platform/outbox.ts';
import type { ComposedFeatures } from './features.ts';
import type { Foundation } from './foundation.ts';
import type { Worker } from './worker.ts';

/** What the side that answers HTTP stands on. */
export interface ApiParts {
  foundation: Foundation;
  composed: ComposedFeatures;
  outbox: Outbox;
  access: Access;
  mutateBoard: MutateBoard;
  /** Hears of the hub that committed changes go to. */
  onHub(hub: LiveHub): void;
  worker: Worker | null;
}
