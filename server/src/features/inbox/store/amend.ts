import type { Transaction } from '../../../platform/database/database.ts';
import { ringOwners, takeNumbers, type Owner } from './positions.ts';

/** It has something new to say, perhaps of more than one item: it comes to the top, unread, also out of the archive. */
const REFRESH = `content = $3::jsonb, seen_at = null, read_at = null, archived_at = null,
  arrived_at = date_trunc('milliseconds', now()), item_id = (m.subject->>'itemId')::uuid,
  group_key = 'item ' || (m.subject->>'itemId')`;
const WITHDRAW = `content = $3::jsonb, seen_at = coalesce(i.seen_at, now()), read_at = coalesce(i.read_at, now()),
  archived_at = now(), snoozed_until = null, withdrawn_at = now()`;

/**
 * Gives the entries of a message another content, after the transaction locked the message's row; those that are not
 * written yet will have it anyway. Answers how many there are.
 */
export function refreshInbox(
  tx: Transaction,
  { messageId, content }: { messageId: string; content: Record<string, unknown> },
): Promise<number> {
  return amend(tx, messageId, { sets: REFRESH, content });
}

/** The same for what says no more than before: they stay where they are, read or unread. */
export function rewordInbox(
  tx: Transaction,
  { messageId, content }: { messageId: string; content: Record<string, unknown> },
): Promise<number> {
  return amend(tx, messageId, { sets: 'content = $3::jsonb', content });
}

/** Takes the entries of a message back: they are gone from every list. Answers how many there were. */
export function withdrawInbox(tx: Transaction, messageId: string): Promise<number> {
  return amend(tx, messageId, { sets: WITHDRAW, content: {} });
}

async function amend(
  tx: Transaction,
  messageId: string,
  { sets, content }: { sets: string; content: Record<string, unknown> },
): Promise<number> {
  const owners = await tx.query<Owner>(
    `select organization_id as "organizationId", user_id as "userId" from inbox_items
     where message_id = $1 and withdrawn_at is null`,
    [messageId],
  );
  if (owners.length === 0) return 0;
  const taken = await takeNumbers(
    tx,
    owners.map((owner) => ({ ...owner, count: 1 })),
  );
  await tx.query(
    `update inbox_items as i set seq = n.seq, ${sets}
     from jsonb_to_recordset($2::jsonb) as n ("organizationId" uuid, "userId" uuid, seq bigint),
       messages as m
     where i.message_id = $1 and m.id = $1 and i.organization_id = n."organizationId" and i.user_id = n."userId"`,
    [
      messageId,
      JSON.stringify(taken.map(({ last, ...owner }) => ({ ...owner, seq: last }))),
      content,
    ],
  );
  await ringOwners(tx, owners);
  return owners.length;
}
