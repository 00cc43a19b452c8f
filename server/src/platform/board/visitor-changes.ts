import type { BoardChange } from '@boardwire/contract/sync';
import { MINUTE_MS } from '../../kernel/time.ts';
import type { CommittedChange } from './mutation.ts';

type Event = CommittedChange['event'];

/** What is older than this is history: whoever has a link fetches the board as it is now (security S25). */
const RECENT_MS = 10 * MINUTE_MS;
/** Stands where something happened that a link does not show: the sequence stays whole. */
const QUIET: Event = { type: 'board.changed', data: { changes: {} } };

/** Changes for visitors; null when they say too much, or too little: what comes out of the trash was never shown. */
export function hideChanges(committed: readonly BoardChange[]): BoardChange[] | null {
  const changes = committed as unknown as readonly CommittedChange[];
  const oldestMs = Date.now() - RECENT_MS;
  if (changes.some(({ at, event }) => Date.parse(at) < oldestMs || bringsBack(event))) return null;
  return changes.map(hideChange) as unknown as BoardChange[];
}

function bringsBack({ data }: Event): boolean {
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
      return { type: event.type, data: { item: hidePeople(event.data.item) } };
    case 'item.arrived':
      return { type: event.type, data: { ...event.data, item: hidePeople(event.data.item) } };
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
