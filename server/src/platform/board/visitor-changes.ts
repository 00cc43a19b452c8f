import type { Item } from '@boardwire/contract/board-model';
import type { BoardChange } from '@boardwire/contract/sync';
import { SECOND_MS } from '../../kernel/time.ts';
import type { CommittedChange } from './mutation.ts';

type Event = CommittedChange['event'];

/**
 * What is older than this is history: whoever has a link fetches the board as it is now (security S20). Long enough to
 * get from a snapshot to the live changes behind it.
 */
const RECENT_MS = 10 * SECOND_MS;
/** Stands where something happened that a link does not show: the sequence stays whole. */
const QUIET: Event = { type: 'board.changed', data: { changes: {} } };

/** Changes for visitors; null when they say too much, or too little: what comes out of the trash was never shown. */
export function hideChanges(committed: readonly BoardChange[]): BoardChange[] | null {
  const changes = committed as unknown as readonly CommittedChange[];
  const oldestMs = Date.now() - RECENT_MS;
  if (changes.some(({ at, event }) => Date.parse(at) < oldestMs || bringsBack(event))) return null;
  return changes.map(hideChange) as unknown as BoardChange[];
}

function bringsBack({ type, data }: Event): boolean {
  // What was put away with its group or its item comes into sight by leaving it.
  if (type === 'item.moved')
    return data.from.groupId !== data.to.groupId || data.from.parentId !== data.to.parentId;
  if (!('changes' in data)) return false;
  const { archivedAt, deletedAt } = data.changes as Record<string, { to: unknown } | undefined>;
  return archivedAt?.to === null || deletedAt?.to === null;
}

/** A change without who made it and what it replaced. */
function hideChange({ seq, id, at, actor, event }: CommittedChange): CommittedChange {
  return { seq, id, at, actor: { kind: actor.kind }, event: hideEvent(event) };
}

function hideEvent(event: Event): Event {
  if (/^(?:comment|conflict)\./.test(event.type)) return QUIET;
  switch (event.type) {
    case 'item.editRefused':
      return QUIET;
    case 'board.accessChanged': {
      const { visibility } = event.data;
      return { type: event.type, data: visibility === undefined ? {} : { visibility } };
    }
    case 'item.created':
      if (isPutAway(event.data.item)) return QUIET;
      return { type: event.type, data: { item: hidePeople(event.data.item) } };
    case 'item.arrived':
      if (isPutAway(event.data.item)) return QUIET;
      return { type: event.type, data: { ...event.data, item: hidePeople(event.data.item) } };
    case 'board.changed':
      return {
        type: event.type,
        data: { ...event.data, changes: forgetBefore(event.data.changes) },
      };
    case 'group.changed':
      return {
        type: event.type,
        data: { ...event.data, changes: forgetBefore(event.data.changes) },
      };
    case 'column.changed':
      return {
        type: event.type,
        data: { ...event.data, changes: forgetBefore(event.data.changes) },
      };
    case 'item.updated': {
      const fields = Object.entries(event.data.fields).map(([field, { to }]) => {
        return [field, { from: null, to }] as const;
      });
      return { type: event.type, data: { ...event.data, fields: Object.fromEntries(fields) } };
    }
    case 'text.updated':
      return { type: event.type, data: { ...event.data, update: null } };
    default:
      return event;
  }
}

function hidePeople<T extends { createdBy: string | null; updatedBy: string | null }>(item: T): T {
  return { ...item, createdBy: null, updatedBy: null };
}

function isPutAway({ archivedAt, deletedAt }: Item): boolean {
  return archivedAt !== null || deletedAt !== null;
}

/** What a change replaced is nobody's business who only looks on. */
function forgetBefore<T extends object>(changes: T): T {
  const pairs = Object.entries(changes) as [string, { to: unknown }][];
  const entries = pairs.map(([field, { to }]) => [field, { from: null, to }]);
  return Object.fromEntries(entries) as T;
}
