import type { Location } from '../../../platform/access.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** A topic with the number of its people. */
export interface Topic {
  id: string;
  key: string;
  name: string;
  members: number;
  createdAt: string;
}

/** Finds a topic. */
export async function locateTopic(tx: Transaction, id: string): Promise<Location | null> {
  const [row] = await tx.query<Location>(
    `select organization_id as "organizationId" from notification_topics where id = $1`,
    [id],
  );
  return row ?? null;
}

export function listTopics(tx: Transaction, organizationId: string): Promise<Topic[]> {
  return tx.query<Topic>(
    `select t.id, t.key, t.name, t.created_at as "createdAt", (
       select count(*)::int from notification_topic_members as m
       where m.organization_id = t.organization_id and m.topic_id = t.id) as members
     from notification_topics as t where t.organization_id = $1 order by t.key`,
    [organizationId],
  );
}

/** Those of the keys that are topics of the organization. */
export async function listKnownTopics(
  tx: Transaction,
  organizationId: string,
  keys: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    'select key from notification_topics where organization_id = $1 and key = any($2)',
    [organizationId, keys],
  );
  return rows.map(({ key }) => key);
}

/** Adds a topic; null when its key is taken. */
export async function insertTopic(
  tx: Transaction,
  organizationId: string,
  { id, key, name }: { id: string; key: string; name: string },
): Promise<Topic | null> {
  const [row] = await tx.query<Topic>(
    `insert into notification_topics (id, organization_id, key, name) values ($1, $2, $3, $4) on conflict do nothing
     returning id, key, name, 0 as members, created_at as "createdAt"`,
    [id, organizationId, key, name],
  );
  return row ?? null;
}

export async function deleteTopic(tx: Transaction, id: string): Promise<void> {
  await tx.query('delete from notification_topics where id = $1', [id]);
}

/** People of a topic by id, behind `after`. */
export function listPeople(
  tx: Transaction,
  topicId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ userId: string; name: string; addedAt: string }[]> {
  return tx.query(
    `select m.user_id as "userId", u.name, m.created_at as "addedAt"
     from notification_topic_members as m join users as u on u.id = m.user_id
     where m.topic_id = $1 and ($2::uuid is null or m.user_id > $2) order by m.user_id limit $3`,
    [topicId, after, limit],
  );
}

/** Which of these people are no members of the organization. */
export async function listStrangers(
  tx: Transaction,
  organizationId: string,
  userIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select asked.id from unnest($2::uuid[]) as asked (id) where not exists (
       select 1 from memberships as m where m.organization_id = $1 and m.user_id = asked.id)`,
    [organizationId, userIds],
  );
  return rows.map(({ id }) => id);
}

/** Adds people; answers how many were not there yet. */
export async function insertPeople(
  tx: Transaction,
  {
    organizationId,
    topicId,
    userIds,
  }: { organizationId: string; topicId: string; userIds: readonly string[] },
): Promise<number> {
  const rows = await tx.query(
    `insert into notification_topic_members (organization_id, topic_id, user_id)
     select $1, $2, id from unnest($3::uuid[]) as id on conflict do nothing returning user_id`,
    [organizationId, topicId, userIds],
  );
  return rows.length;
}

/** Takes people out; answers how many were there. */
export async function deletePeople(
  tx: Transaction,
  topicId: string,
  userIds: readonly string[],
): Promise<number> {
  const rows = await tx.query(
    'delete from notification_topic_members where topic_id = $1 and user_id = any($2) returning user_id',
    [topicId, userIds],
  );
  return rows.length;
}
