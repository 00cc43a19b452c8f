import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';
import type { ConnectionState } from './connection.ts';
import type { MutationOutcome, PendingMutation, Rejection } from './pending-mutation.ts';

/** What a tab asks of the hub, the one that has the connection. */
export type ToHub =
  | (ClientMessage & { t: 'join' | 'leave' | 'presence' })
  | { t: 'mutate'; mutation: PendingMutation }
  | { t: 'wake' }
  | { t: 'discard'; id: string }
  /** Access to a board is over: its edits that wait are given up. */
  | { t: 'lost'; board: string }
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
  /** An edit was refused whose page is gone; its writer has to hear of it all the same. */
  | { t: 'unheard'; mutation: PendingMutation; error: Rejection }
  | { t: 'server'; message: ServerMessage };

/** A tab's way to the hub, which may be in the tab itself or in another one. */
export interface HubPort {
  send(message: ToHub): void;
  close(): void;
}
