import { applyBoardEvent } from '@boardwire/contract/board-state';
import type { BoardEvent, BoardState } from '@boardwire/contract/board-state';
import type { Comment } from '@boardwire/contract/comments';
import type { BoardChange, ServerMessage } from '@boardwire/contract/sync';
import { copyState, emptyState, toState } from './board-rows.ts';
import type { BoardSnapshot } from './board-snapshot.ts';
import { createFold } from './fold.ts';
import type { Fold } from './fold.ts';
import { isFrom } from './pending-mutation.ts';
import type { PendingMutation } from './pending-mutation.ts';
import { createTouched } from './touched.ts';
import type { Touched } from './touched.ts';

/** Changes `from` … `to` in order, without gap. */
export type ChangesFrame = Pick<ServerMessage & { t: 'changes' }, 'from' | 'to' | 'changes'>;

/** What a frame was to the store: the next one, known already, or beyond the next one (live L10). */
export type Confirmed = 'applied' | 'known' | 'gap';

/** A board as its client sees it: what the server confirmed, with the client's own waiting edits on top (live L18). */
export interface BoardStore {
  readonly epoch: number;
  /** Sequence of the last confirmed change. */
  readonly seq: number;
  /** Mutations whose changes have not come, oldest first. */
  readonly pending: readonly PendingMutation[];
  /** How many of them the server has not answered. */
  readonly unanswered: number;
  /** Rows are never changed in place; the maps are. */
  view(): BoardState;
  /** Without the waiting edits. */
  confirmed(): BoardState;
  /**
   * Starts anew from a snapshot; one that is older than the store is ignored, unless the server says that it never
   * got so far.
   */
  replace(snapshot: BoardSnapshot, options?: { isForced?: boolean }): void;
  confirm(frame: ChangesFrame): Confirmed;
  /** Adds comments that were read beside the changes; those that came by are newer and stay. */
  addComments(comments: readonly Comment[]): void;
  /** Shows an edit before the server answers. */
  add(mutation: PendingMutation): void;
  /** It is committed at `seq`; it leaves the list when the changes up to there have come. */
  ack(id: string, seq: number): void;
  /** It is refused: what it showed is taken back. */
  nack(id: string): void;
  /** Forgets everything (live L35). */
  wipe(): void;
  /** Hears which rows of the view changed. */
  subscribe(listener: (touched: Touched) => void): () => void;
}

interface Entry {
  mutation: PendingMutation;
  ackedAt: number | null;
}

interface StoreState {
  confirmed: BoardState;
  epoch: number;
  seq: number;
  entries: Entry[];
  fold: Fold;
  listeners: Set<(touched: Touched) => void>;
}

/** Creates the store of a board from its snapshot. `userId` stands as author of edits that wait. */
export function createBoardStore(first: BoardSnapshot, userId: string | null): BoardStore {
  const confirmed = toState(first);
  const store: StoreState = {
    confirmed,
    epoch: first.epoch,
    seq: first.seq,
    entries: [],
    fold: createFold(copyState(confirmed), userId),
    listeners: new Set(),
  };
  return {
    get epoch() {
      return store.epoch;
    },
    get seq() {
      return store.seq;
    },
    get pending() {
      return store.entries.map(({ mutation }) => mutation);
    },
    get unanswered() {
      return store.entries.filter(({ ackedAt }) => ackedAt === null).length;
    },
    view: store.fold.view,
    confirmed: () => store.confirmed,
    replace: (snapshot, { isForced = false } = {}) => replace(store, snapshot, isForced),
    confirm: (frame) => confirm(store, frame),
    addComments: (comments) => addComments(store, comments),
    add: (mutation) => add(store, mutation),
    ack: (id, seq) => ack(store, id, seq),
    nack: (id) => dropAndRefold(store, ({ mutation }) => mutation.id === id),
    wipe() {
      store.entries = [];
      reset(store, emptyState(store.confirmed.board));
    },
    subscribe(listener) {
      store.listeners.add(listener);
      return () => void store.listeners.delete(listener);
    },
  };
}

function replace(store: StoreState, snapshot: BoardSnapshot, isForced: boolean): void {
  const isSameEpoch = snapshot.epoch === store.epoch && !isForced;
  if (isSameEpoch && snapshot.seq < store.seq) return;
  store.epoch = snapshot.epoch;
  store.seq = snapshot.seq;
  // Sequence numbers of another epoch say nothing about edits that were acknowledged before it.
  if (!isSameEpoch) store.entries = store.entries.filter(({ ackedAt }) => ackedAt === null);
  reset(store, toState(snapshot));
}

function reset(store: StoreState, state: BoardState): void {
  const dirty = createTouched();
  dirty.addState(store.fold.view());
  dirty.addState(state);
  store.confirmed = state;
  drop(store, (entry) => isCaughtUp(store, entry), dirty);
  refold(store, dirty);
}

function confirm(store: StoreState, { from, to, changes }: ChangesFrame): Confirmed {
  if (to <= store.seq) return 'known';
  if (from > store.seq + 1) return 'gap';
  const dirty = createTouched();
  const news = changes.filter(({ seq }) => seq > store.seq);
  for (const change of news) applyChange(store.confirmed, change, dirty);
  store.seq = to;
  const own = news.filter(({ mid }) => mid !== undefined);
  const isOwn = ({ mutation }: Entry) => own.some((change) => isFrom(mutation, change));
  drop(store, (entry) => isCaughtUp(store, entry) || isOwn(entry), dirty);
  refold(store, dirty);
  return 'applied';
}

function addComments(store: StoreState, comments: readonly Comment[]): void {
  const dirty = createTouched();
  for (const comment of comments) {
    if (store.confirmed.comments.has(comment.id)) continue;
    store.confirmed.comments.set(comment.id, comment);
    dirty.add('comments', comment.id);
  }
  refold(store, dirty);
}

function add(store: StoreState, mutation: PendingMutation): void {
  if (store.entries.some((entry) => entry.mutation.id === mutation.id)) return;
  store.entries.push({ mutation, ackedAt: null });
  tell(store, store.fold.push(mutation, store.seq));
}

function ack(store: StoreState, id: string, seq: number): void {
  const entry = store.entries.find(({ mutation }) => mutation.id === id);
  if (entry === undefined) return;
  entry.ackedAt = seq;
  dropAndRefold(store, (each) => isCaughtUp(store, each));
}

function isCaughtUp({ seq }: StoreState, { ackedAt }: Entry): boolean {
  return ackedAt !== null && ackedAt <= seq;
}

function dropAndRefold(store: StoreState, isOver: (entry: Entry) => boolean): void {
  const dirty = createTouched();
  if (drop(store, isOver, dirty)) refold(store, dirty);
}

/** Takes entries off the list; the rows that depended on them are dirty. */
function drop(store: StoreState, isOver: (entry: Entry) => boolean, dirty: Touched): boolean {
  const over = store.entries.filter(isOver);
  if (over.length === 0) return false;
  store.entries = store.entries.filter((entry) => !over.includes(entry));
  for (const { mutation } of over) dirty.addAll(store.fold.forget(mutation.id));
  return true;
}

function refold(store: StoreState, dirty: Touched): void {
  const { fold, confirmed, entries, seq } = store;
  const mutations = entries.map(({ mutation }) => mutation);
  tell(store, fold.refold(confirmed, mutations, { dirty, seq }));
}

function tell({ listeners }: StoreState, touched: Touched): void {
  if (touched.size() > 0) for (const listener of listeners) listener(touched);
}

function applyChange(state: BoardState, { seq, at, actor, event }: BoardChange, dirty: Touched) {
  const info = { seq, at, userId: actor.userId ?? null };
  // The log holds events of the catalogue only; one of a later version that is unknown here changes nothing.
  applyBoardEvent(state, event as unknown as BoardEvent, info, (entity, id) => {
    dirty.add(entity, id);
  });
}
