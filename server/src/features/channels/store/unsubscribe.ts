import type { Transaction } from '../../../platform/database/database.ts';

/** Whether somebody belongs to an organization, suspended or not. */
export async function isMember(
  tx: Transaction,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from memberships where organization_id = $1 and user_id = $2',
    [organizationId, userId],
  );
  return rows.length > 0;
}

/** The member whose mail address it is; null for an address without one. */
export async function findMember(
  tx: Transaction,
  { organizationId, email }: { organizationId: string; email: string },
): Promise<string | null> {
  const [row] = await tx.query<{ userId: string }>(
    `select m.user_id as "userId" from memberships as m join users as u on u.id = m.user_id
     where m.organization_id = $1 and lower(u.email) = lower($2)`,
    [organizationId, email],
  );
  return row?.userId ?? null;
}

/** Of the categories that are gathered by default those about which somebody chose nothing else. */
export async function listGathered(
  tx: Transaction,
  {
    organizationId,
    userId,
    byDefault,
  }: { organizationId: string; userId: string; byDefault: readonly string[] },
): Promise<string[]> {
  const rows = await tx.query<{ category: string }>(
    `select category from unnest($3::text[]) as category where not exists (
       select 1 from notification_preferences as p where p.organization_id = $1 and p.user_id = $2 and p.scope = 'all'
         and (p.category = category.category or p.category is null) and (p.channel = 'email' or p.channel is null))`,
    [organizationId, userId, byDefault],
  );
  return rows.map(({ category }) => category);
}

/** Turns off whatever somebody chose to have gathered, of everything or of one place. */
export async function stopGathering(
  tx: Transaction,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<void> {
  await tx.query(
    `update notification_preferences set mode = 'off', updated_at = now()
     where organization_id = $1 and user_id = $2 and mode = 'digest'`,
    [organizationId, userId],
  );
}

/** Turns mails of a category off for a member: everywhere, also where they had chosen otherwise for one place. */
export async function turnOffMail(
  tx: Transaction,
  {
    organizationId,
    userId,
    category,
  }: { organizationId: string; userId: string; category: string },
): Promise<void> {
  await tx.query(
    `insert into notification_preferences (organization_id, user_id, scope, scope_id, category, channel, mode)
     select $1::uuid, $2::uuid, 'all', null::uuid, $3::text, 'email', 'off'
     union
     select $1::uuid, $2::uuid, scope, scope_id, $3::text, 'email', 'off' from notification_preferences
     where organization_id = $1 and user_id = $2 and scope <> 'all' and mode <> 'off'
       and (category = $3 or category is null) and (channel = 'email' or channel is null)
     on conflict (organization_id, user_id, scope, scope_id, category, channel)
     do update set mode = 'off', updated_at = now()`,
    [organizationId, userId, category],
  );
}
