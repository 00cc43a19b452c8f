import type { InboxWhy } from '@boardwire/contract/inbox';
import { noticeTypes } from '@boardwire/contract/notices';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Owner } from './positions.ts';

type Way = InboxWhy['ways'][number];

/** What the planner notes of a choice (delivery D24). */
interface Noted {
  mode?: Way['mode'];
  decidedBy?: {
    kind: 'mandatory' | 'default' | 'preference';
    rule?: {
      scope: NonNullable<Way['decidedBy']>['scope'];
      category: string | null;
      channel: Way['channel'] | null;
    };
  };
}

type Row = Omit<Way, 'mode' | 'decidedBy'> & { category: string; decided: Noted };

/**
 * All that became of an entry's message for its reader, or null when they have no such entry. The ledger may have forgotten
 * the message: then the entry's type says why it came, and nothing how.
 */
export async function readWhy(
  tx: Transaction,
  { organizationId, userId }: Owner,
  entryId: string,
): Promise<InboxWhy | null> {
  const rows = await tx.query<Row>(
    `select m.category, d.channel, d.state, d.hold, d.reason, d.decided, coalesce(d.final_at, d.created_at) as at
     from inbox_items as i join messages as m on m.id = i.message_id
       join deliveries as d on d.message_id = m.id and d.recipient_id = i.user_id
     where i.organization_id = $1 and i.user_id = $2 and i.id = $3
     order by array_position(array['inApp', 'email', 'push', 'sms', 'webhook'], d.channel), d.id`,
    [organizationId, userId, entryId],
  );
  const [first] = rows;
  if (first !== undefined) return { category: first.category, ways: rows.map(toWay) };
  const [entry] = await tx.query<{ type: string }>(
    'select type from inbox_items where organization_id = $1 and user_id = $2 and id = $3',
    [organizationId, userId, entryId],
  );
  return entry === undefined ? null : { category: categoryOf(entry.type), ways: [] };
}

function categoryOf(type: string): string {
  const known: Readonly<Record<string, string>> = noticeTypes;
  return (Object.hasOwn(known, type) ? known[type] : undefined) ?? 'custom';
}

function toWay({ channel, state, hold, reason, decided, at }: Row): Way {
  const by = decided.decidedBy;
  const rule = { scope: null, category: null, channel: null, ...by?.rule };
  const { scope, category, channel: ruled } = rule;
  const decidedBy = by === undefined ? null : { kind: by.kind, scope, category, channel: ruled };
  return { channel, state, hold, reason, mode: decided.mode ?? null, decidedBy, at };
}
