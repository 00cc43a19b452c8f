import { keepDraft, readDraft } from '../../lib/drafts.ts';
import { type LostLine, mergeLines } from './keep-lines.ts';
import type { Table } from './table-context.ts';
import type { TableState } from './table-store.ts';

type Lines = TableState['lost'];

/** Tables of this page hear of lines that came to another one of the same board, which may be left by now. */
const listeners = new Set<() => void>();

function nameOf(boardId: string): string {
  return `lines:${boardId}`;
}

/** Lines of before had no id; all tabs give them the same. */
function withId(line: Omit<LostLine, 'id'> & { id?: string }, index: number): LostLine {
  return { ...line, id: line.id ?? `${index} ${line.text}` };
}

function readLines(ownId: string, boardId: string): Lines {
  return (readDraft<LostLine[]>(ownId, nameOf(boardId)) ?? []).map(withId);
}

/** Other tabs write there as well: whatever it is now, only what changed here changes. */
function changeLines(ownId: string, boardId: string, change: (lines: Lines) => Lines): void {
  const lines = change(readLines(ownId, boardId));
  keepDraft(ownId, nameOf(boardId), lines.length === 0 ? undefined : lines);
  for (const listener of listeners) listener();
}

function without(lines: Lines, others: Lines): Lines {
  const known = new Set(others.map(({ id }) => id));
  return lines.filter(({ id }) => !known.has(id));
}

/** Of a board that was taken away nothing stays (web W26). */
export function forgetLines(ownId: string, boardId: string): void {
  keepDraft(ownId, nameOf(boardId), undefined);
}

/**
 * Keeps the lost lines of a table in this browser, as all that was typed and not sent is, for as long as there is the table:
 * it hears of refusals after its page was left, too.
 */
export function storeLines({ store, model }: Table, ownId: string): void {
  const { board } = model;
  const isTaken = () => {
    const status = board.status();
    return typeof status === 'object' && status.left === 'revoked';
  };
  store.subscribe(({ lost }, before) => {
    if (lost === before.lost || isTaken()) return;
    const gone = without(before.lost, lost);
    const come = without(lost, before.lost);
    changeLines(ownId, board.id, (lines) => mergeLines(without(lines, gone), come));
  });
  board.subscribe(() => {
    if (!isTaken()) return;
    forgetLines(ownId, board.id);
    store.setState({ lost: [] });
  });
}

/** Shows in a table what is kept for its board, and what comes to it; answers how to end that. */
export function showLines({ store, model }: Table, ownId: string): () => void {
  const read = () => {
    const { lost } = store.getState();
    const lines = mergeLines(lost, readLines(ownId, model.board.id));
    if (lines.length > lost.length) store.setState({ lost: lines });
  };
  store.setState({ isLeft: false });
  read();
  listeners.add(read);
  return () => {
    listeners.delete(read);
    store.setState({ isLeft: true });
  };
}
