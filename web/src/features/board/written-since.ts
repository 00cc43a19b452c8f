import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput, LiveBoard } from '@boardwire/sdk/live/live-board-types';

/**
 * What somebody wrote themselves while an edit of theirs waited for its answer: by item and field the value, undefined where
 * only the server knows it.
 */
export type WrittenSince = Map<string, Map<string, FieldInput | undefined>>;

/** Stand among the fields of an item: where it stands, and that it was put into the trash. */
const PLACE = 'place';
const TRASH = 'trash';

interface Written {
  values?: Readonly<Record<string, FieldInput>> | undefined;
  changes?: Readonly<Record<string, object>> | undefined;
}

function note(since: WrittenSince, itemId: string, field: string, value?: FieldInput): void {
  const own = since.get(itemId) ?? new Map<string, FieldInput | undefined>();
  since.set(itemId, own.set(field, value));
}

function noteValues(since: WrittenSince, itemId: string, { values, changes }: Written): void {
  for (const [field, value] of Object.entries(values ?? {})) note(since, itemId, field, value);
  for (const [field, change] of Object.entries(changes ?? {}))
    note(since, itemId, field, 'set' in change ? (change.set as FieldInput) : undefined);
}

function noteBulk(
  since: WrittenSince,
  { itemIds, action }: BoardCall<'items.bulk'>['input'],
): void {
  for (const itemId of itemIds) {
    if (action.kind === 'update') noteValues(since, itemId, action);
    else if (action.kind === 'move') note(since, itemId, PLACE);
    else if (action.kind === 'delete') note(since, itemId, TRASH);
    else if (action.kind === 'restore') since.get(itemId)?.delete(TRASH);
  }
}

/** Notes what a later call writes. */
function noteWritten(since: WrittenSince, call: BoardCall): void {
  switch (call.op) {
    case 'items.update':
      return noteValues(since, call.input.itemId, call.input);
    case 'items.move':
      return note(since, call.input.itemId, PLACE);
    case 'items.delete':
      return note(since, call.input.itemId, TRASH);
    case 'items.restore':
      return void since.get(call.input.itemId)?.delete(TRASH);
    case 'items.bulk':
      return noteBulk(since, call.input);
    default:
  }
}

function without<Values extends object>(values: Values, left: (field: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([field]) => left(field))) as Values;
}

function leaveOutFields(
  call: BoardCall<'items.update'>,
  own: ReadonlyMap<string, unknown>,
): BoardCall | undefined {
  const { values, changes, seen, ...input } = call.input;
  const left = (field: string) => !own.has(field);
  const fields = Object.keys({ ...values, ...changes });
  if (fields.every(left)) return call;
  if (!fields.some(left)) return undefined;
  return {
    op: call.op,
    input: {
      ...input,
      ...(values && { values: without(values, left) }),
      ...(changes && { changes: without(changes, left) }),
      ...(seen && { seen: without(seen, left) }),
    },
  };
}

/** A new item is made with what its writer has made of it since. */
function renewItem(
  call: BoardCall<'items.create'>,
  own: ReadonlyMap<string, FieldInput | undefined>,
): BoardCall | undefined {
  if (own.has(TRASH)) return undefined;
  const { title, ...values } = Object.fromEntries(
    [...own].filter(([field, value]) => field !== PLACE && value !== undefined),
  );
  const isNamed = typeof title === 'string' && title !== '';
  if (!isNamed && Object.keys(values).length === 0) return call;
  const all = Object.entries({ ...call.input.values, ...values } as Record<string, FieldInput>);
  const kept = Object.fromEntries(all.filter(([, value]) => value !== null));
  return { op: call.op, input: { ...call.input, ...(isNamed && { title }), values: kept } };
}

/**
 * A refused call as it may be sent again: without what its writer has written to the same place since, which would be gone
 * over else. The same call where that is nothing, undefined where nothing is left of it.
 */
export function leaveOut(call: BoardCall, since: WrittenSince): BoardCall | undefined {
  switch (call.op) {
    case 'items.update': {
      const own = since.get(call.input.itemId);
      return own ? leaveOutFields(call, own) : call;
    }
    case 'items.move':
      return since.get(call.input.itemId)?.has(PLACE) ? undefined : call;
    case 'items.create': {
      const own = since.get(call.input.id ?? '');
      return own ? renewItem(call, own) : call;
    }
    default:
      return call;
  }
}

/** Follows what somebody writes while edits of theirs are on their way. */
export interface WriteWatch {
  /** An edit of those that are waited for: what it writes is no later one. */
  addOwn(id: string): void;
  /**
   * To be asked when an own edit has its answer. Edits are answered in their order: whatever was made while that one was on
   * its way still waits then, so that looking at what waits misses nothing.
   */
  look(): WrittenSince;
}

/** Begins to follow; whatever waits already is older. */
export function watchWrites(board: Pick<LiveBoard, 'pending'>): WriteWatch {
  const known = new Set(board.pending().map(({ id }) => id));
  const since: WrittenSince = new Map();
  return {
    addOwn: (id) => void known.add(id),
    look() {
      for (const { id, calls } of board.pending()) {
        if (known.has(id)) continue;
        known.add(id);
        for (const call of calls) noteWritten(since, call as BoardCall);
      }
      return since;
    },
  };
}
