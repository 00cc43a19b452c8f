import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';
import type { ConnectionState } from './connection.ts';
import type { NotSaved } from './not-saved.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';

/** What a tab asks of the hub, the one that has the connection. */
export type ToHub =
  | (ClientMessage & { t: 'join' | 'leave' | 'presence' })
  /** `keepsRefused`: a refusal is kept as not saved until the tab has said that it is `heard`, though it is told of it. */
  | { t: 'mutate'; mutation: PendingMutation; keepsRefused?: boolean }
  | { t: 'wake' }
  | { t: 'discard'; id: string }
  /** Gives those up that were never sent; `ask` comes back with the answer. */
  | { t: 'discardUnsent'; ask: string; ids: readonly string[] }
  /** Access to a board is over: its edits that wait are given up. Said again until it is `forgotten`. */
  | { t: 'lost'; board: string }
  /** Somebody has been told of these edits that were not saved. */
  | { t: 'heard'; ids: readonly string[] }
  | { t: 'keepStale' }
  | { t: 'discardStale' }
  /** A tab begins to listen. */
  | { t: 'hello' }
  /** A tab closes; its boards are left. */
  | { t: 'goodbye' };

/** The hub as all tabs see it. */
export interface HubStatus {
  connection: ConnectionState;
  /** Edits of all boards and tabs without an answer. */
  waitingCount: number;
  /** The oldest of them, 100 at most. */
  waiting: readonly PendingMutation[];
  /** The edits are so old that their writer has to decide about them (live L17). */
  isStale: boolean;
  /** What kept edits from being stored on the disk, if anything did. */
  storeProblem: string | null;
  /** Sockets are blocked on the way here: changes are asked for over plain HTTP (live L14). */
  isPolling: boolean;
  /** The server takes no edits for a while; they wait. */
  isReadOnly: boolean;
}

/** What the hub tells every tab. */
export type FromHub =
  /** A hub begins: it knows nothing of the tabs yet. */
  | { t: 'up' }
  | { t: 'status'; status: HubStatus }
  /** The connection stands: boards have to be joined anew. */
  | { t: 'online' }
  /** Edits of a board that wait, told to whoever opens it. */
  | { t: 'pending'; board: string; mutations: readonly PendingMutation[] }
  | { t: 'numbered'; id: string; client: string; mid: number }
  | { t: 'settled'; id: string; board: string; outcome: MutationOutcome }
  /** All edits that were not saved although their page is gone; their writer has to hear of them all the same. */
  | { t: 'notSaved'; edits: readonly NotSaved[] }
  /** Nothing of a lost board waits any more; nothing else of it may stay either. */
  | { t: 'forgotten'; board: string }
  /** The answer to `discardUnsent`: these were given up. */
  | { t: 'givenUp'; ask: string; ids: readonly string[] }
  | { t: 'server'; message: ServerMessage };

/** A tab's way to the hub, which may be in the tab itself or in another one. */
export interface HubPort {
  send(message: ToHub): void;
  close(): void;
}
