import type { Database, Transaction } from '../../../platform/database/database.ts';

/** Whose inbox, where. */
export interface Owner {
  organizationId: string;
  userId: string;
}

/** How far an inbox is, and how many entries of it are unread. */
export interface Head {
  seq: number;
  unread: number;
}

/** Nodes listen here for people whose inbox has changed. */
export const INBOX_BELL = 'boardwire_inbox';

/** Entries that a person has neither read nor put off. */
const IS_UNREAD = `i.read_at is null and i.archived_at is null and i.snoozed_until is null`;

const UNREAD_OF = `(select count(*)::int from inbox_items as i
  where i.organization_id = p.organization_id and i.user_id = p.user_id and ${IS_UNREAD})`;

/**
 * Takes the next numbers of each inbox and answers the last of them. Whoever takes numbers has the inbox to themselves
 * until the commit, so numbers are seen in their order. Inboxes are locked in one order by everybody.
 */
export function takeNumbers(
  tx: Transaction,
  counts: readonly (Owner & { count: number })[],
): Promise<(Owner & { last: number })[]> {
  return tx.query(
    `insert into inbox_positions as p (organization_id, user_id, seq)
     select organization_id, user_id, sum(count) from unnest($1::uuid[], $2::uuid[], $3::int[])
       as n (organization_id, user_id, count) group by 1, 2 order by 1, 2
     on conflict (organization_id, user_id) do update set seq = p.seq + excluded.seq
     returning organization_id as "organizationId", user_id as "userId", seq as last`,
    [
      counts.map(({ organizationId }) => organizationId),
      counts.map(({ userId }) => userId),
      counts.map(({ count }) => count),
    ],
  );
}

/** Locks an inbox and answers its last number, or null when nothing ever came into it. */
export async function lockInbox(
  tx: Transaction,
  { organizationId, userId }: Owner,
): Promise<number | null> {
  const [row] = await tx.query<{ seq: number }>(
    'select seq from inbox_positions where organization_id = $1 and user_id = $2 for update',
    [organizationId, userId],
  );
  return row?.seq ?? null;
}

/** Tells every node, at the commit, how far these inboxes are now. */
export async function ringOwners(tx: Transaction, owners: readonly Owner[]): Promise<void> {
  await tx.query(
    `select pg_notify('${INBOX_BELL}', json_build_object('user', p.user_id, 'organization', p.organization_id,
       'seq', p.seq, 'unread', ${UNREAD_OF})::text)
     from inbox_positions as p join unnest($1::uuid[], $2::uuid[]) as o (organization_id, user_id)
       on p.organization_id = o.organization_id and p.user_id = o.user_id`,
    [owners.map(({ organizationId }) => organizationId), owners.map(({ userId }) => userId)],
  );
}

/** How far a person's inbox is. */
export async function readHead(tx: Transaction, { organizationId, userId }: Owner): Promise<Head> {
  const [row] = await tx.query<Head>(
    `select p.seq, ${UNREAD_OF} as unread from inbox_positions as p where p.organization_id = $1 and p.user_id = $2`,
    [organizationId, userId],
  );
  return row ?? { seq: 0, unread: 0 };
}

/** How far the inboxes of these people are, in all their organizations: for bells that were not heard. */
export function readHeads(
  database: Database,
  userIds: readonly string[],
): Promise<(Owner & Head)[]> {
  return database.read('all', (tx) =>
    tx.query(
      `select p.organization_id as "organizationId", p.user_id as "userId", p.seq, ${UNREAD_OF} as unread
       from inbox_positions as p where p.user_id = any($1)`,
      [userIds],
    ),
  );
}
