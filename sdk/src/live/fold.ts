import type { Item } from '@boardwire/contract/board-model';
import { applyBoardEvent } from '@boardwire/contract/board-state';
import type { BoardEntity, BoardState } from '@boardwire/contract/board-state';
import type { LiveCall } from '@boardwire/contract/sync';
import { copyRow, readRow } from './board-rows.ts';
import type { PendingMutation } from './pending-mutation.ts';
import { predictCall } from './predict.ts';
import { listTargets } from './targets.ts';
import { createTouched } from './touched.ts';
import type { Touched } from './touched.ts';

/** Waiting edits laid over confirmed rows, anew only where something changed (live L18: rebase). */
export interface Fold {
  view(): BoardState;
  /** Lays one more edit on top; answers the rows that are others now. */
  push(mutation: PendingMutation, seq: number): Touched;
  /** An edit is over: the rows that depended on it. */
  forget(id: string): Touched;
  /** Lays the edits that depend on `dirty` rows anew; answers the rows that are others now. */
  refold(
    confirmed: BoardState,
    mutations: readonly PendingMutation[],
    place: { dirty: Touched; seq: number },
  ): Touched;
}

/** Creates a fold over `view`, which it changes from then on. */
export function createFold(view: BoardState, userId: string | null): Fold {
  /** Rows that each edit wrote or was about when it was laid last. */
  const rowsOf = new Map<string, Touched>();

  const lay = (mutation: PendingMutation, seq: number, record: Record): Touched => {
    const rows = layOn(view, mutation, { seq, userId }, record);
    rowsOf.set(mutation.id, rows);
    return rows;
  };

  /** False when an edit wrote rows that had not been reset: then what lies on them has to be laid anew, too. */
  const tryRefold: TryRefold = (confirmed, mutations, { dirty, seq }, record) => {
    spread(dirty, rowsOf.values());
    dirty.each((entity, id) => {
      record(entity, id, readRow(view, entity, id));
      copyRow(confirmed, view, entity, id);
    });
    let isWhole = true;
    for (const mutation of mutations) {
      const known = rowsOf.get(mutation.id);
      if (known !== undefined && !dirty.meets(known)) continue;
      lay(mutation, seq, record).each((entity, id) => {
        if (dirty.add(entity, id)) isWhole = false;
      });
    }
    return isWhole;
  };

  return {
    view: () => view,
    push(mutation, seq) {
      const changes = watchChanges(view);
      lay(mutation, seq, changes.record);
      return changes.list();
    },
    forget(id) {
      const rows = rowsOf.get(id) ?? createTouched();
      rowsOf.delete(id);
      return rows;
    },
    refold(confirmed, mutations, place) {
      const changes = watchChanges(view);
      // It ends: each round adds rows, and there are only so many.
      while (!tryRefold(confirmed, mutations, place, changes.record));
      return changes.list();
    },
  };
}

type Record = (entity: BoardEntity, id: string, before: unknown) => void;
type TryRefold = (
  confirmed: BoardState,
  mutations: readonly PendingMutation[],
  place: { dirty: Touched; seq: number },
  record: Record,
) => boolean;

/** Shows what an edit will probably do; answers the rows that it wrote or was about. */
function layOn(
  view: BoardState,
  { calls, createdAtMs }: PendingMutation,
  { seq, userId }: { seq: number; userId: string | null },
  record: Record,
): Touched {
  const rows = listTargets(calls);
  const info = { at: new Date(createdAtMs).toISOString(), userId };
  for (const call of calls) {
    const events = predictCall(view, call, info);
    for (const event of events) {
      applyBoardEvent(view, event, { ...info, seq }, (entity, id, before) => {
        record(entity, id, before);
        rows.add(entity, id);
      });
    }
    if (events.length > 0) keepSeen(view, call);
  }
  return rows;
}

/**
 * Nobody has seen more of a field than when they wrote it: the next edit over one that waits says the same version. If that
 * one is refused, the next one has not raced with what stood before.
 */
function keepSeen({ items }: BoardState, { op, input }: LiveCall): void {
  const { itemId, seen } = input;
  if (op !== 'items.update' || typeof itemId !== 'string') return;
  const item = items.get(itemId);
  if (item === undefined || typeof seen !== 'object' || seen === null) return;
  const versions = { ...item.versions, ...(seen as Item['versions']) };
  items.set(itemId, { ...item, versions });
}

/** Adds the rows of all sets that share one with `dirty`, until no other does. */
function spread(dirty: Touched, sets: Iterable<Touched>): void {
  let apart = [...sets];
  for (let count = -1; count !== apart.length;) {
    count = apart.length;
    apart = apart.filter((set) => {
      if (!dirty.meets(set)) return true;
      dirty.addAll(set);
      return false;
    });
  }
}

/** Remembers rows as they were, and tells in the end which are others. */
function watchChanges(view: BoardState): { record: Record; list(): Touched } {
  const seen = createTouched();
  const before: { entity: BoardEntity; id: string; row: unknown }[] = [];
  return {
    record(entity, id, row) {
      if (seen.add(entity, id)) before.push({ entity, id, row });
    },
    list() {
      const changed = createTouched();
      for (const { entity, id, row } of before) {
        if (readRow(view, entity, id) !== row) changed.add(entity, id);
      }
      return changed;
    },
  };
}
