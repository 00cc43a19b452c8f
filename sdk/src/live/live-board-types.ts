import type { BoardState } from '@boardwire/contract/board-state';
import type { LivePerson } from '@boardwire/contract/sync';
import type { Output } from '../operations.ts';
import type { Result } from '../result.ts';
import type { BoardCall } from './board-operations.ts';
import type { BoardSnapshot } from './board-snapshot.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import type { Touched } from './touched.ts';

/**
 * How a board stands: `live` follows every change; `catchingUp` reads what it missed; `offline` shows what it knew,
 * with own edits on top; an object says why it is closed for good.
 */
export type BoardStatus =
  | 'live'
  | 'catchingUp'
  | 'offline'
  | {
      left: 'notFound' | 'revoked' | 'deleted';
      /** Edits that had no answer yet. Of a deleted board each is still answered; of a lost one they are given up. */
      unsent: number;
    };

/** Where somebody is on a board. `cursor` is in the view's own units. */
export interface Focus {
  state?: 'active' | 'idle' | undefined;
  view?: string | undefined;
  item?: string | undefined;
  field?: string | undefined;
  editing?: boolean | undefined;
  cursor?: [number, number] | undefined;
  /** The other end of what is selected up to the cursor. */
  anchor?: [number, number] | undefined;
}

/** An edit on its way. */
export interface MutationHandle {
  /** UUID of ours. */
  readonly id: string;
  /** Resolves with the server's answer, however long that takes; never rejects. */
  readonly done: Promise<MutationOutcome>;
  /** Takes the edit back once it is committed; fields that others changed since stay unless `force` (live L20). */
  undo(force?: boolean): Promise<UndoOutcome>;
}

/** An edit whose refusal is kept as not saved, for when its page is gone before it has seen to it. */
export interface KeptHandle extends MutationHandle {
  /** What was refused was sent in another edit, or is kept elsewhere. */
  forgetRefused(): void;
}

/** The answer to an undo, with the undo itself, which can be taken back in turn. */
export type UndoOutcome = MutationOutcome & { undo?: MutationHandle };

/** Somebody edited a long text, oneself included. */
export interface TextChange {
  itemId: string;
  field: string;
  /** A Yjs update (v1) as base64; null when it was too large to come along: the text is to be read anew. */
  update: string | null;
}

/** A board that is followed live and can be edited at once, also offline. */
export interface LiveBoard {
  readonly id: string;
  /** The board with waiting edits on top. Rows are never changed in place; the maps are. */
  view(): BoardState;
  /** An item as the server confirmed it last, without waiting edits. */
  confirmedItem(itemId: string): ReturnType<BoardState['items']['get']>;
  /** Grows with every change of the view, people, permissions or status. */
  version(): number;
  status(): BoardStatus;
  /** Changes of others that are still to come while the board catches up; 0 when that is not known. */
  behind(): number;
  /** All of the board as the server confirmed it last, without waiting edits; null once access is lost. */
  copy(): BoardSnapshot | null;
  /** What the reader may do here. */
  permissions(): readonly string[];
  /** Others who have the board open, each tab by itself. */
  people(): readonly LivePerson[];
  /** Names behind the ids of person fields and authors. */
  boardPeople(): BoardSnapshot['people'];
  /** The reader's own edits, of all tabs, that the changes so far do not hold yet, oldest first. */
  pending(): readonly PendingMutation[];
  /** Hears of rows that changed; none when something else than rows did. */
  subscribe(listener: (touched: Touched) => void): () => void;
  /** Hears of edits of long texts; null when some may have been missed, so that open ones are to be read anew. */
  subscribeTexts(listener: (change: TextChange | null) => void): () => void;
  /** Shows the calls' effect at once and sends them; they stand or fall together. */
  mutate(...calls: [BoardCall, ...BoardCall[]]): MutationHandle;
  /** As `mutate`, for who answers a refusal with more than telling of it, and may be gone before that is done. */
  mutateKept(...calls: [BoardCall, ...BoardCall[]]): KeptHandle;
  /** Sets fields of an item as somebody who has seen what the view shows: the conflict rules apply to what moved. */
  update(itemId: string, values: Readonly<Record<string, FieldInput>>): MutationHandle;
  /** Says where the reader is; call it whenever that changes. */
  setPresence(focus: Focus): void;
  /** Reads the comments of an item into the view. */
  readComments(itemId: string): Promise<Result<Output<'comments.list'>>>;
  close(): void;
}

/** A value of a field; null empties it. */
export type FieldInput = NonNullable<
  Extract<BoardCall, { op: 'items.update' }>['input']['values']
>[string];
