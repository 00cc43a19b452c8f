import { LRUCache } from 'lru-cache';
import { covers, sees, type DbSnapshot } from './db-snapshot.ts';

/** When a value was loaded. */
export interface LoadedAt {
  /** Taken before its first statement, or by it: what this did not see, the value may lack. */
  snapshot: DbSnapshot;
  /** Where this process' own count of voids stood before the load; null when another one loaded it. */
  mark: number | null;
}

/**
 * What this process knows to be over, by tag. The log names the transaction of each event, and every value carries the
 * snapshot that it was read with: a value counts only when it saw each transaction that voided one of its tags. So it
 * does not matter when or by whom it was stored, nor what a layer between forgot or kept.
 */
export interface Voids {
  /** Where the own count stands; taken before a load. */
  mark(): number;
  /**
   * A commit of this process, before the log was read: its transaction is not known yet. One that no event tells of
   * (`isLogged` false) stays so.
   */
  noteCommitted(tags: readonly string[], isLogged: boolean): void;
  /** An event of the log, which was read with this snapshot. */
  noteLogged(tags: readonly string[], transactionId: number, seenWith: DbSnapshot): void;
  /** The log was read with this snapshot, and the reading began when the own count stood at `mark`. */
  confirm(mark: number, snapshot: DbSnapshot): void;
  /** Nothing from before is trusted: what was voided until then is not known here. As `confirm`, by a reading. */
  forgetAll(mark: number, seenUntil: DbSnapshot): void;
  isVoid(tags: readonly string[], loaded: LoadedAt): boolean;
}

interface TagVoids {
  /** Transactions that voided it, the newest ones. */
  transactionIds: number[];
  /** For the transactions that were dropped from the list. */
  floor: Floor;
  /** The own count at its last void by this process. */
  mark: number;
  /** The void that `mark` counts has no event, and the log has not been read since. */
  isUnlogged: boolean;
  /** Values of other processes count when they saw as much: it is after a void that has no event. */
  sharedFloor: SharedFloor;
}

/** Transactions that are no longer told one by one. */
interface Floor {
  /** All of them are below it: whoever's snapshot begins there saw them. */
  transactionId: number;
  /** It saw all of them; so did whoever saw at least as much. */
  seenWith: DbSnapshot | null;
}

/** A reading of the log after what has no event; null: there is none such. `unread`: the next one is. */
type SharedFloor = DbSnapshot | 'unread' | null;

/** Tags that are remembered: about 20 MB. Forgetting one makes all values from before its void void. */
const MAX_TAGS = 100_000;
/** Transactions that are remembered of a tag one by one. */
const MAX_TRANSACTIONS = 16;
const NO_FLOOR: Floor = { transactionId: 0, seenWith: null };

/** Creates the memory of voids. */
export function createVoids(maxTags = MAX_TAGS): Voids {
  const state: State = {
    count: 0,
    confirmedMark: 0,
    seenWith: null,
    floors: { dropped: NO_FLOOR, shared: null, mark: 0 },
    unlogged: new Set(),
  };
  const byTag = new LRUCache<string, TagVoids>({
    max: maxTags,
    dispose: (known, _tag, reason) => void (reason === 'evict' && forget(state, known)),
  });
  const remember = (tag: string): TagVoids => {
    const known = byTag.get(tag) ?? emptyVoids();
    byTag.set(tag, known, { noDisposeOnSet: true });
    return known;
  };
  return {
    mark: () => state.count,
    noteCommitted(tags, isLogged) {
      state.count += 1;
      for (const tag of tags) {
        const known = remember(tag);
        known.mark = state.count;
        known.isUnlogged ||= !isLogged;
        if (!isLogged) state.unlogged.add(known);
      }
    },
    noteLogged(tags, transactionId, seenWith) {
      state.seenWith = seenWith;
      for (const tag of tags) addTransaction(state, remember(tag), transactionId);
    },
    confirm: (mark, snapshot) => confirm(state, mark, snapshot),
    forgetAll(mark, seenUntil) {
      // What was committed while the log was read is in no reading yet.
      const shared = state.count > mark ? 'unread' : seenUntil;
      state.count += 1;
      state.floors = { dropped: NO_FLOOR, shared, mark: state.count };
      state.unlogged.clear();
      byTag.clear();
    },
    isVoid: (tags, loaded) =>
      isBelowFloors(state, loaded) ||
      tags.some((tag) => {
        const known = byTag.get(tag);
        return known !== undefined && isVoidBy(known, state, loaded);
      }),
  };
}

interface State {
  /** The own count of voids. */
  count: number;
  /** Own voids up to it have been found in the log. */
  confirmedMark: number;
  /** For all that was forgotten: values from before are void. */
  floors: { dropped: Floor; shared: SharedFloor; mark: number };
  /** The latest reading of the log: it saw every transaction that is known here. */
  seenWith: DbSnapshot | null;
  /** Tags whose last void has no event; the next reading of the log is after it. */
  unlogged: Set<TagVoids>;
}

function forget(state: State, known: TagVoids): void {
  const { floors, confirmedMark, seenWith } = state;
  const transactionId = Math.max(floors.dropped.transactionId, floorOf(known));
  floors.dropped = { transactionId, seenWith };
  floors.shared = later(floors.shared, known.sharedFloor);
  floors.mark = Math.max(floors.mark, known.mark);
  // Its transaction may come yet: until the log was read, nothing of others is known to be after it.
  if (known.mark > confirmedMark) floors.shared = 'unread';
}

function confirm(state: State, mark: number, seenWith: DbSnapshot): void {
  const { floors, unlogged } = state;
  state.confirmedMark = Math.max(state.confirmedMark, mark);
  for (const known of unlogged) {
    if (known.mark > mark) continue;
    known.sharedFloor = seenWith;
    known.isUnlogged = false;
    unlogged.delete(known);
  }
  if (floors.shared === 'unread' && mark >= floors.mark) floors.shared = seenWith;
}

function isBelowFloors({ floors }: State, { snapshot, mark }: LoadedAt): boolean {
  if (lacks(snapshot, floors.dropped)) return true;
  return mark === null ? isBefore(snapshot, floors.shared) : mark < floors.mark;
}

/**
 * Whether a value may lack a transaction below the floor. One that stays open keeps the beginning of all snapshots below
 * it; what was read since the dropped ones were seen has them nevertheless.
 */
function lacks(snapshot: DbSnapshot, { transactionId, seenWith }: Floor): boolean {
  if (snapshot.xmin >= transactionId) return false;
  return seenWith === null || !covers(snapshot, seenWith);
}

function isVoidBy(
  known: TagVoids,
  { confirmedMark }: State,
  { snapshot, mark }: LoadedAt,
): boolean {
  if (mark === null ? isUnsure(known, confirmedMark, snapshot) : mark < known.mark) return true;
  return (
    lacks(snapshot, known.floor) ||
    known.transactionIds.some((transactionId) => !sees(snapshot, transactionId))
  );
}

function isBefore(snapshot: DbSnapshot, floor: SharedFloor): boolean {
  return floor !== null && (floor === 'unread' || !covers(snapshot, floor));
}

/** Each reading covers those before it. */
function later(one: SharedFloor, other: SharedFloor): SharedFloor {
  if (one === null || other === 'unread') return other;
  if (other === null || one === 'unread') return one;
  return covers(one, other) ? one : other;
}

/** Whether a value of another process may be from before a void whose transaction is not known here. */
function isUnsure(known: TagVoids, confirmedMark: number, snapshot: DbSnapshot): boolean {
  return known.mark > confirmedMark || known.isUnlogged || isBefore(snapshot, known.sharedFloor);
}

function emptyVoids(): TagVoids {
  return { transactionIds: [], floor: NO_FLOOR, mark: 0, isUnlogged: false, sharedFloor: null };
}

function addTransaction({ seenWith }: State, known: TagVoids, transactionId: number): void {
  const { transactionIds } = known;
  if (transactionIds.includes(transactionId)) return;
  transactionIds.push(transactionId);
  if (transactionIds.length <= MAX_TRANSACTIONS) return;
  const oldest = Math.min(...transactionIds);
  transactionIds.splice(transactionIds.indexOf(oldest), 1);
  known.floor = { transactionId: Math.max(known.floor.transactionId, oldest + 1), seenWith };
}

/** Below it, a snapshot may lack a transaction that voided the tag. */
function floorOf({ transactionIds, floor }: TagVoids): number {
  return Math.max(floor.transactionId, ...transactionIds.map((transactionId) => transactionId + 1));
}
