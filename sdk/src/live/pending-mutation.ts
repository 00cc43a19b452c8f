import type { LiveCall } from '@boardwire/contract/sync';

/**
 * A mutation between the edit and its answer. It keeps its `id` for life; `client` and `mid` change when the server
 * lost its memory of this client (live L17).
 */
export interface PendingMutation {
  /** Ours alone: UUID. */
  readonly id: string;
  readonly board: string;
  calls: readonly LiveCall[];
  /** By our clock, milliseconds since 1970. */
  readonly createdAtMs: number;
  /** Of the board when the edit was made: the versions in `seen` belong to it. */
  epoch: number;
  /** Empty until the tab with the connection has numbered it. */
  client: string;
  /** 0 until it is numbered. */
  mid: number;
  /** Its writer gave it up: what is sent under its number changes nothing (web W23). */
  isDiscarded?: true;
  /** It was on its way once: the server may have done it, whatever came of the answer. */
  wasSent?: boolean;
  /** Why it was not saved; it is never sent again. */
  verdict?: Rejection;
}

/** Why a mutation was refused. */
export interface Rejection {
  code: string;
  message: string;
  details?: Record<string, unknown> | undefined;
}

/** The final answer to a mutation. `results` is empty where the answer was lost and only its effect is known. */
export type MutationOutcome =
  | { kind: 'done'; seq: number; results: readonly unknown[] }
  | { kind: 'refused'; error: Rejection };

/** True for a committed change that the mutation made. */
export function isFrom(
  { client, mid }: Pick<PendingMutation, 'client' | 'mid'>,
  change: { client?: string | undefined; mid?: number | undefined },
): boolean {
  return mid > 0 && change.mid === mid && change.client === client;
}
