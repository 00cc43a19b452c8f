import type { BoardModel } from '../board-model.ts';

/** Notes about the fields of an item as one text: it is equal as long as nothing changed. */
interface Notes {
  version: number;
  conflicts: ReadonlyMap<string, string>;
  focus: ReadonlyMap<string, string>;
}

const known = new WeakMap<BoardModel, Notes>();

function add(notes: Map<string, string>, itemId: string, field: string, id: string): void {
  const before = notes.get(itemId);
  notes.set(itemId, `${before === undefined ? '' : `${before} `}${field}:${id}`);
}

/** Reads who is where and what waits for a decision once for all rows, and not once for each. */
function readNotes(model: BoardModel): Notes {
  const before = known.get(model);
  if (before?.version === model.version()) return before;
  const conflicts = new Map<string, string>();
  for (const { id, itemId, field } of model.board.view().conflicts.values())
    add(conflicts, itemId, field, id);
  const focus = new Map<string, string>();
  for (const { item, field, state, user } of model.board.people())
    if (item && field && state === 'active') add(focus, item, field, user);
  const notes = { version: model.version(), conflicts, focus };
  known.set(model, notes);
  return notes;
}

export function conflictNotes(model: BoardModel, itemId: string): string {
  return readNotes(model).conflicts.get(itemId) ?? '';
}

export function focusNotes(model: BoardModel, itemId: string): string {
  return readNotes(model).focus.get(itemId) ?? '';
}

/** Ids noted at a field. */
export function readNote(notes: string, field: string): string[] {
  if (notes === '') return [];
  const start = `${field}:`;
  return notes
    .split(' ')
    .flatMap((note) => (note.startsWith(start) ? [note.slice(start.length)] : []));
}
