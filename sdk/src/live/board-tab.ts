import type { LivePerson } from '@boardwire/contract/sync';
import type { Client } from '../client.ts';
import { toSnapshot } from './board-rows.ts';
import type { BoardSnapshot } from './board-snapshot.ts';
import type { BoardStore } from './board-store.ts';
import type { Clock } from './clock.ts';
import type { BoardStatus, Focus, TextChange } from './live-board-types.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import type { HubPort } from './tab-port.ts';
import { createTouched } from './touched.ts';
import type { Touched } from './touched.ts';

/** What a board of one tab stands on. */
export interface LiveBoardParts {
  client: Pick<Client, 'boards' | 'comments'>;
  port: Pick<HubPort, 'send'>;
  clock: Clock;
  createId(): string;
  /** Author of edits that wait; null for a program whose person is not known. */
  userId: string | null;
  /** Number of this tab for presence. */
  tab: number;
  isOnline(): boolean;
  onClose(): void;
  /** Access is over: what is kept of the board elsewhere has to go. */
  onLost?(): void;
}

/** What a board of one tab remembers. */
export interface BoardTab {
  parts: LiveBoardParts;
  id: string;
  store: BoardStore;
  status: BoardStatus;
  version: number;
  permissions: readonly string[];
  people: Map<string, LivePerson>;
  boardPeople: BoardSnapshot['people'];
  listeners: Set<(touched: Touched) => void>;
  textListeners: Set<(change: TextChange | null) => void>;
  waiting: Map<string, Waiting>;
  focus: Focus | null;
  /** Sequence that the server has told of. */
  head: number;
  /** A join is on its way: frames before its answer say nothing. */
  isJoining: boolean;
  isReading: boolean;
  /** How often the board was fetched anew without being live since. */
  retries: number;
  cancelPresence: () => void;
  cancelRead: () => void;
}

/** An edit without an answer. */
export interface Waiting {
  mutation: PendingMutation;
  keepsRefused: boolean;
  settle(outcome: MutationOutcome): void;
}

/** All of a board as the server confirmed it last. */
export function copyBoard({ store, permissions, boardPeople }: BoardTab): BoardSnapshot {
  return toSnapshot(store.confirmed(), {
    epoch: store.epoch,
    seq: store.seq,
    permissions: permissions as BoardSnapshot['permissions'],
    people: boardPeople,
  });
}

/** Moves to a status and tells of it. */
export function setStatus(state: BoardTab, status: BoardStatus): void {
  if (state.status === status) return;
  state.status = status;
  announce(state);
}

/** Tells everybody who listens. */
export function announce(state: BoardTab, touched: Touched = createTouched()): void {
  state.version += 1;
  for (const listener of state.listeners) listener(touched);
}
