import type { BoardEvent } from '@boardwire/contract/board-state';
import type { Actor, RequestInfo } from '../actor.ts';
import type { Refusal } from '../refusal.ts';
import type { BoardOperation } from './board-operation.ts';

/** One call within a mutation; its input is validated. */
export interface BoardCall {
  operation: BoardOperation;
  input: unknown;
}

/** Calls that stand or fall together on one board (live L16). */
export interface Mutation {
  boardId: string;
  /** Null when there is no such board: then its number is used up by NOT_FOUND. */
  organizationId: string | null;
  actor: Actor;
  request: RequestInfo;
  calls: readonly BoardCall[];
  /** A live client's number for it; absent for REST. */
  live?: { clientId: string; mid: number; epoch: number };
  /** Decided already: it is answered with this and changes nothing. */
  verdict?: Refusal;
}

/** What became of a mutation. A retry is not used up: the same number may come again (live L16). */
export type MutationOutcome =
  | { kind: 'done'; results: unknown[]; seq: number; isRepeated: boolean }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'retry'; reason: 'gap' | 'epoch'; expect: number };

/** One committed change on its way to other screens. */
export interface CommittedChange {
  seq: number;
  id: string;
  actor: { kind: string; userId?: string; name?: string };
  client?: string;
  mid?: number;
  at: string;
  event: BoardEvent;
}

/** Changes of one commit beyond which members fetch the board anew (live L5). */
export const BULK_CHANGES = 500;

/** What a transaction added to a board's log. */
export interface CommittedChanges {
  boardId: string;
  organizationId: string;
  epoch: number;
  /** All of them, or, when they are more than `BULK_CHANGES`, at least one more of the newest. */
  changes: readonly CommittedChange[];
}
