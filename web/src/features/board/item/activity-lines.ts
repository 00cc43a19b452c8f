import type { BoardEvent } from '@boardwire/contract/board-state';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import type { BoardChange } from '@boardwire/contract/sync';

/** One line of an item's history. */
export type ActivityLine = { key: string } & (
  | {
      kind:
        | 'created'
        | 'commented'
        | 'commentDeleted'
        | 'commentEdited'
        | 'reordered'
        | 'arrived'
        | 'left';
    }
  | { kind: 'state'; state: 'archived' | 'unarchived' | 'deleted' | 'restored' }
  | { kind: 'moved'; fromGroupId: string | null; toGroupId: string | null }
  | {
      kind: 'field';
      field: string;
      from: FieldInput;
      to: FieldInput;
      resolution?: Resolution;
      lost?: Lost;
    }
  | { kind: 'text'; field: string; preview: string; seq: number }
  | { kind: 'choice'; field: string; proposed: FieldInput; standing: FieldInput; outcome: Outcome }
  | { kind: 'kept'; field: string; value: FieldInput }
);

type Resolution = 'merged' | 'user_choice' | 'last_writer_wins';
type Lost = { value: FieldInput; by: string | null; at: string };
type Outcome = 'waiting' | 'proposed' | 'standing' | 'other' | 'expired' | 'moot';

/** What one person did in one go. */
export interface ActivityEntry {
  key: string;
  userId: string | null;
  /** Who did it, where no person did. */
  actorName: string | undefined;
  at: string;
  lines: readonly ActivityLine[];
}

/** Changes of one person with shorter pauses stand together. */
const TOGETHER_MS = 5 * 60_000;

/** Lines of a change; none for what nobody looks for, such as new positions. */
function toLines({ id, seq, event }: BoardChange): ActivityLine[] {
  const { type, data } = event as unknown as BoardEvent;
  const key = id;
  switch (type) {
    case 'item.created':
      return [{ key, kind: 'created' }];
    case 'item.arrived':
      return [{ key, kind: 'arrived' }];
    case 'item.left':
      return [{ key, kind: 'left' }];
    case 'item.updated':
      return Object.entries(data.fields).map((entry) => toFieldLine(key, ...entry));
    case 'item.editRefused':
      return Object.entries(data.values).map(([field, value]) => ({
        key: `${key} ${field}`,
        kind: 'kept',
        field,
        value,
      }));
    case 'item.moved': {
      const { from, to } = data;
      if (from.groupId === to.groupId) return [{ key, kind: 'reordered' }];
      return [{ key, kind: 'moved', fromGroupId: from.groupId, toGroupId: to.groupId }];
    }
    case 'item.stateChanged':
      return [{ key, kind: 'state', state: toState(data.changes) }];
    case 'text.updated':
      return [{ key, kind: 'text', field: data.field, preview: data.value?.preview ?? '', seq }];
    case 'comment.created':
      return [{ key, kind: 'commented' }];
    case 'comment.edited':
      return [{ key, kind: 'commentEdited' }];
    case 'comment.deleted':
      return [{ key, kind: 'commentDeleted' }];
    case 'conflict.opened':
    case 'conflict.resolved': {
      const { field, proposed, standing } = data.conflict;
      const outcome = type === 'conflict.opened' ? 'waiting' : data.outcome;
      return [{ key, kind: 'choice', field, proposed, standing, outcome }];
    }
    default:
      return [];
  }
}

type EventData<Type> = Extract<BoardEvent, { type: Type }>['data'];
type FieldEvent = EventData<'item.updated'>['fields'][string];

function toFieldLine(
  key: string,
  field: string,
  { from, to, resolution, lost }: FieldEvent,
): ActivityLine {
  const conflict = { ...(resolution && { resolution }), ...(lost && { lost }) };
  return { key: `${key} ${field}`, kind: 'field', field, from, to, ...conflict };
}

function toState({ archivedAt, deletedAt }: EventData<'item.stateChanged'>['changes']) {
  if (deletedAt) return deletedAt.to === null ? 'restored' : 'deleted';
  return archivedAt?.to === null ? 'unarchived' : 'archived';
}

/** Changes as entries, newest first: what one person did in a few minutes is one. */
export function toEntries(changes: readonly BoardChange[]): ActivityEntry[] {
  const entries: (ActivityEntry & { lines: ActivityLine[] })[] = [];
  let oldestMs = 0;
  for (const change of changes) {
    const lines = toLines(change);
    if (lines.length === 0) continue;
    const userId = change.actor.userId ?? null;
    const last = entries.at(-1);
    const isNear = last?.userId === userId && oldestMs - Date.parse(change.at) < TOGETHER_MS;
    oldestMs = Date.parse(change.at);
    if (last && isNear) last.lines.push(...lines.filter((line) => !isRepeated(last.lines, line)));
    else {
      const actorName = change.actor.name;
      entries.push({ key: change.id, userId, actorName, at: change.at, lines });
    }
  }
  return entries;
}

/** A row moved up three times was put into another place once. */
function isRepeated(lines: readonly ActivityLine[], line: ActivityLine): boolean {
  return line.kind === 'reordered' && lines.some(({ kind }) => kind === 'reordered');
}
