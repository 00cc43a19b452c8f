import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { createId } from '../../kernel/ids.ts';
import { maskAddress, openAddress } from './addresses.ts';
import { afterReceipt } from './domain/receipt.ts';
import type { Channel } from './domain/states.ts';
import type { Receipt } from './provider.ts';
import { followCarriers } from './store/digests.ts';
import {
  addSuppression,
  bury,
  endAttempt,
  lockDelivery,
  moveDelivery,
  settleDeadLetter,
  type DeliveryOfReceipt,
} from './store/receipts.ts';

/**
 * Writes down what a provider says later. Deliveries only move forward, so that receipts may come twice and in any order;
 * one that settles a doubt ends it. Answers how many deliveries moved.
 */
export async function applyReceipts(
  { database, sealer }: { database: Database; sealer: Sealer },
  channel: Channel,
  receipts: readonly Receipt[],
): Promise<number> {
  let moved = 0;
  for (const receipt of receipts) {
    const { deliveryId } = receipt;
    if (deliveryId === null) continue;
    const isMoved = await database.write('all', async (tx) => {
      const delivery = await lockDelivery(tx, { id: deliveryId, channel });
      return delivery !== null && apply(tx, sealer, { delivery, receipt });
    });
    if (isMoved) moved += 1;
  }
  return moved;
}

async function apply(
  tx: Transaction,
  sealer: Sealer,
  { delivery, receipt }: { delivery: DeliveryOfReceipt; receipt: Receipt },
): Promise<boolean> {
  if (receipt.suppresses !== null) await suppress(tx, sealer, { delivery, receipt });
  const state = afterReceipt(delivery, receipt.state);
  if (state === null) return false;
  await moveDelivery(tx, delivery, { ...receipt, state });
  await endAttempt(tx, delivery, receipt.code);
  if (state === 'failed') {
    const { id, organizationId } = delivery;
    const reason = receipt.code ?? 'receipt';
    await bury(tx, { id: createId(), organizationId, deliveryId: id, reason });
  } else await settleDeadLetter(tx, delivery.id);
  await followCarriers(tx, [delivery.id]);
  return true;
}

async function suppress(
  tx: Transaction,
  sealer: Sealer,
  { delivery, receipt }: { delivery: DeliveryOfReceipt; receipt: Receipt },
): Promise<void> {
  const { channel, organizationId, addressHash, addressSealed } = delivery;
  if (addressSealed === null || receipt.suppresses === null) return;
  await addSuppression(tx, {
    id: createId(),
    organizationId,
    channel,
    addressHash,
    addressMasked: maskAddress(channel, openAddress(sealer, channel, addressSealed)),
    reason: receipt.suppresses,
  });
}
