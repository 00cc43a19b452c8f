import { applyMark, type InboxEntry, type InboxMark } from './entries.ts';

/** A mark that is shown before the server has told of it. */
export interface PendingMark {
  organizationId: string;
  entryIds: ReadonlySet<string>;
  as: InboxMark;
  until: string | undefined;
  /** When it was made. */
  now: string;
  /** The number of the inbox after it; null until the server has answered. */
  seq: number | null;
}

let pending: readonly PendingMark[] = [];

/** From now on, what the server says of these entries is shown with the mark. */
export function holdMark(mark: Omit<PendingMark, 'seq'>): PendingMark {
  const held = { ...mark, seq: null };
  pending = [...pending, held];
  return held;
}

/** The server took it: answers from this number on hold it. */
export function settleMark(mark: PendingMark, seq: number): void {
  mark.seq = seq;
}

/** It was refused, or nobody knows: the server's word counts alone. */
export function dropMark(mark: PendingMark): void {
  pending = pending.filter((each) => each !== mark);
}

/** Forgets the marks that an answer of this number holds. */
export function dropHeldMarks(organizationId: string, seq: number): void {
  pending = pending.filter(
    (mark) => mark.organizationId !== organizationId || mark.seq === null || mark.seq > seq,
  );
}

/** Forgets all, with the person who made them. */
export function dropAllMarks(): void {
  pending = [];
}

/** Entries of an answer with the marks that it cannot know of yet, so that nothing flickers back (web W17). */
export function withPendingMarks(
  organizationId: string,
  entries: readonly InboxEntry[],
): InboxEntry[] {
  const marks = pending.filter((mark) => mark.organizationId === organizationId);
  return entries.map((entry) =>
    marks
      .filter(({ entryIds }) => entryIds.has(entry.id))
      .reduce((marked, mark) => applyMark(marked, mark), entry),
  );
}
