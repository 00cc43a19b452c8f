import type { Transaction } from '../../../platform/database/database.ts';

/** Active members of an organization, by id, behind `after`; with `adminsOnly`, its owners and administrators. */
export async function listMembers(
  tx: Transaction,
  organizationId: string,
  { adminsOnly, after, limit }: { adminsOnly: boolean; after: string | null; limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select m.user_id as id from memberships as m
     join roles as r on r.organization_id = m.organization_id and r.id = m.role_id
     where m.organization_id = $1 and m.state = 'active' and (not $2 or r.key in ('owner', 'admin'))
       and ($3::uuid is null or m.user_id > $3) order by m.user_id limit $4`,
    [organizationId, adminsOnly, after, limit],
  );
  return rows.map(({ id }) => id);
}

/** Members of a topic, by id, behind `after`; none of a topic that is not there. */
export async function listTopicMembers(
  tx: Transaction,
  organizationId: string,
  { topic, after, limit }: { topic: string; after: string | null; limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select m.user_id as id from notification_topics as t
     join notification_topic_members as m on m.organization_id = t.organization_id and m.topic_id = t.id
     where t.organization_id = $1 and t.key = $2 and ($3::uuid is null or m.user_id > $3)
     order by m.user_id limit $4`,
    [organizationId, topic, after, limit],
  );
  return rows.map(({ id }) => id);
}
