import type { Clock } from './clock.ts';
import type { Connection, ConnectionParts } from './connection.ts';
import type { EditAnswers } from './edit-answers.ts';
import type { EditClaims } from './edit-claims.ts';
import type { Pace } from './pace.ts';
import type { PendingStore } from './pending-store.ts';
import type { Mutate } from './post-mutation.ts';
import type { Answer, MutationQueue } from './queue-types.ts';
import type { FromHub, ToHub } from './tab-port.ts';

/** What a hub stands on. */
export interface LiveHubParts extends Pick<
  ConnectionParts,
  'openWire' | 'openFallback' | 'credential'
> {
  store: PendingStore;
  clock: Clock;
  createId(): string;
  /** The way of mutations that no frame holds; null when nobody knows what became of one. */
  post?: ((clientId: string, message: Mutate) => Promise<Answer | null>) | undefined;
  /** Hears what every tab should hear. */
  tell(message: FromHub): void;
}

/** The one connection and queue of a browser profile or program (live L19). */
export interface LiveHub {
  /** Takes a message of a tab. */
  take(tab: string, message: ToHub): void;
  start(): Promise<void>;
  /** Ends the connection at once; resolves when what waits is saved. */
  stop(): Promise<void>;
}

/** What a hub remembers. */
export interface HubState {
  parts: LiveHubParts;
  queue: MutationQueue;
  connection: Connection;
  pace: Pace;
  claims: EditClaims;
  answers: EditAnswers;
  /** Sequence of each joined board, as far as the hub has seen. */
  positions: Map<string, number>;
  /** What the server takes beyond the first edition of the protocol. */
  features: ReadonlySet<string>;
  /** Tabs that have a board open. */
  tabs: Map<string, Set<string>>;
  /** Boards whose epoch is being asked for on behalf of waiting edits. */
  probed: Set<string>;
  storeProblem: string | null;
  /** What is stored was read. */
  isLoaded: boolean;
  isReadOnly: boolean;
  /** A mutation is on its way beside the connection; what comes after it has to wait for its number. */
  isPosting: boolean;
  cancelPump: () => void;
  cancelLoad: () => void;
  isStopped: boolean;
}
