import { apiKeyRevoked } from '@boardwire/contract/api-keys';
import type { Transaction } from '../../platform/database/database.ts';
import type { OperationContext } from '../../platform/operation.ts';
import { revokeKey } from './store.ts';

/**
 * Ends every key of somebody, in all organizations, when their account may have been in other hands. It takes locks, so
 * it comes before the transaction's first write.
 */
export async function revokeAllKeys(context: OperationContext, ownerId: string): Promise<void> {
  // A new key waits for its organization's lock: after these, the list is whole.
  for (const organizationId of await listOrganizationsOf(context.tx, ownerId))
    await context.lock(organizationId);
  for (const { apiKeyId, organizationId, name, prefix } of await listLiveKeysOf(
    context.tx,
    ownerId,
  )) {
    if (!(await revokeKey(context.tx, organizationId, apiKeyId))) continue;
    context.emit(apiKeyRevoked, organizationId, { organizationId, apiKeyId, ownerId });
    context.audit({
      action: apiKeyRevoked.type,
      chain: { organizationId },
      target: { type: 'apiKey', id: apiKeyId },
      details: { name, prefix, ownerId, reason: 'accountRecovered' },
    });
    context.bumpEpoch({ kind: 'apiKey', subjectId: apiKeyId });
  }
}

/** Organizations of a person, in the order in which locks are taken. */
async function listOrganizationsOf(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select organization_id as id from memberships where user_id = $1 order by organization_id`,
    [userId],
  );
  return rows.map(({ id }) => id);
}

async function listLiveKeysOf(
  tx: Transaction,
  userId: string,
): Promise<{ apiKeyId: string; organizationId: string; name: string; prefix: string }[]> {
  return tx.query(
    `select id as "apiKeyId", organization_id as "organizationId", name, prefix from api_keys
     where user_id = $1 and revoked_at is null order by organization_id, id`,
    [userId],
  );
}
