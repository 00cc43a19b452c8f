import type { CommittedChange } from '../board/mutation.ts';

/** The newest changes of a board in memory, contiguous. */
export interface ChangeRing {
  /** Sequence of the newest change. */
  readonly seq: number;
  /** Everything after it is here. */
  readonly floor: number;
  /** Adds the change after the newest. Throws when it is another one. */
  push(change: CommittedChange): void;
  /** Changes after `since`, or null when some are no longer here. */
  after(since: number): readonly CommittedChange[] | null;
  /** Forgets everything up to `seq`. */
  reset(seq: number): void;
}

/** Most changes and bytes that a ring holds (live L13). */
const MAX_CHANGES = 2_000;
const MAX_BYTES = 4_194_304;

/** Creates a ring behind the change `seq`. */
export function createChangeRing(firstSeq: number): ChangeRing {
  let changes: { change: CommittedChange; bytes: number }[] = [];
  let seq = firstSeq;
  let bytes = 0;
  return {
    get seq() {
      return seq;
    },
    get floor() {
      return seq - changes.length;
    },
    push(change) {
      if (change.seq !== seq + 1) throw new Error(`change ${change.seq} after ${seq}`);
      const entry = { change, bytes: sizeOf(change) };
      changes.push(entry);
      seq = change.seq;
      bytes += entry.bytes;
      while (changes.length > MAX_CHANGES || bytes > MAX_BYTES)
        bytes -= changes.shift()?.bytes ?? 0;
    },
    after(since) {
      if (since < seq - changes.length) return null;
      return changes.slice(changes.length - (seq - since)).map(({ change }) => change);
    },
    reset(newSeq) {
      changes = [];
      bytes = 0;
      seq = newSeq;
    },
  };
}

/** A change is asked for its size by everybody who joins. */
const sizes = new WeakMap<CommittedChange, number>();

/** Bytes of a change on the wire, nearly: text outside ASCII counts less than it weighs. */
export function sizeOf(change: CommittedChange): number {
  const known = sizes.get(change);
  if (known !== undefined) return known;
  const size = JSON.stringify(change).length;
  sizes.set(change, size);
  return size;
}
