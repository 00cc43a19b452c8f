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

/** Turns mails of a category off for a member. */
export async function turnOffMail(
  tx: Transaction,
  {
    organizationId,
    userId,
    category,
  }: { organizationId: string; userId: string; category: string },
): Promise<void> {
  await tx.query(
    `insert into notification_preferences (organization_id, user_id, scope, category, channel, mode)
     values ($1, $2, 'all', $3, 'email', 'off')
     on conflict (organization_id, user_id, scope, scope_id, category, channel)
     do update set mode = 'off', updated_at = now()`,
    [organizationId, userId, category],
  );
}

/** Sends nothing more to a mail address. */
export async function suppressAddress(
  tx: Transaction,
  row: {
    id: string;
    organizationId: string | null;
    addressHash: Buffer;
    addressMasked: string;
  },
): Promise<void> {
  await tx.query(
    `insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason)
     values ($1, $2, 'email', $3, $4, 'unsubscribed') on conflict do nothing`,
    [row.id, row.organizationId, row.addressHash, row.addressMasked],
  );
}
