import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel, DeliveryState } from '../domain/states.ts';
import { LASTING } from './lasting-suppression.ts';

/** A delivery that its provider speaks of. */
export interface DeliveryOfReceipt {
  id: string;
  organizationId: string | null;
  channel: Channel;
  state: DeliveryState;
  attempt: number;
  addressHash: Buffer;
  addressSealed: string | null;
}

/** Finds a delivery of the channel, and keeps others from it until the transaction ends. */
export async function lockDelivery(
  tx: Transaction,
  { id, channel }: { id: string; channel: Channel },
): Promise<DeliveryOfReceipt | null> {
  const [row] = await tx.query<DeliveryOfReceipt>(
    `select id, organization_id as "organizationId", channel, state, attempt, address_hash as "addressHash",
       address_sealed as "addressSealed"
     from deliveries where id = $1 and channel = $2 for update`,
    [id, channel],
  );
  return row ?? null;
}

/** Moves it on. A sender that is at it is outdone: the provider has spoken. */
export async function moveDelivery(
  tx: Transaction,
  { id }: Pick<DeliveryOfReceipt, 'id'>,
  to: { state: DeliveryState; code: string | null; providerMessageId: string | null },
): Promise<void> {
  await tx.query(
    `update deliveries set state = $2, reason = $3, hold = null, lease_until = null, leased_by = null, fence = fence + 1,
       provider_message_id = coalesce(provider_message_id, $4), final_at = coalesce(final_at, now())
     where id = $1`,
    [id, to.state, to.code, to.providerMessageId],
  );
}

/** An attempt whose end nobody knew was taken after all. */
export async function endAttempt(
  tx: Transaction,
  { id, attempt }: Pick<DeliveryOfReceipt, 'id' | 'attempt'>,
  code: string | null,
): Promise<void> {
  await tx.query(
    `update delivery_attempts set outcome = 'accepted', code = $3, ended_at = coalesce(ended_at, clock_timestamp())
     where delivery_id = $1 and number = $2 and (outcome is null or outcome = 'uncertain')`,
    [id, attempt, code],
  );
}

export async function bury(
  tx: Transaction,
  letter: { id: string; organizationId: string | null; deliveryId: string; reason: string },
): Promise<void> {
  await tx.query(
    `insert into dead_letters (id, organization_id, delivery_id, reason) values ($1, $2, $3, $4) on conflict do nothing`,
    [letter.id, letter.organizationId, letter.deliveryId, letter.reason],
  );
}

/** A person need not decide any more. */
export async function settleDeadLetter(tx: Transaction, deliveryId: string): Promise<void> {
  await tx.query(
    `update dead_letters set ended_at = now(), outcome = 'settled' where delivery_id = $1 and ended_at is null`,
    [deliveryId],
  );
}

/** What counts as lately. */
const LATELY = "interval '72 hours'";

/**
 * Notes that a delivery came back for now, once however often it is told; answers how many of its organization's to the
 * same address did lately.
 */
export async function countSoftBounces(
  tx: Transaction,
  { id, organizationId, addressHash }: DeliveryOfReceipt,
): Promise<number> {
  await tx.query(
    `insert into soft_bounces (delivery_id, organization_id, address_hash) values ($1, $2, $3) on conflict do nothing`,
    [id, organizationId, addressHash],
  );
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from soft_bounces
     where address_hash = $1 and organization_id is not distinct from $2 and at > now() - ${LATELY}`,
    [addressHash, organizationId],
  );
  return row?.count ?? 0;
}

/** Sends nothing more to an address until somebody lifts that. */
export async function addSuppression(
  tx: Transaction,
  row: {
    id: string;
    organizationId: string | null;
    channel: Channel;
    addressHash: Buffer;
    addressMasked: string;
    reason: 'hardBounce' | 'softBounces' | 'complaint' | 'unsubscribed';
  },
): Promise<void> {
  await tx.query(
    `insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason)
     values ($1, $2, $3, $4, $5, $6) ${LASTING}`,
    [row.id, row.organizationId, row.channel, row.addressHash, row.addressMasked, row.reason],
  );
}
