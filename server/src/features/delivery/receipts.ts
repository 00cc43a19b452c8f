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
  countSoftBounces,
  endAttempt,
  lockDelivery,
  moveDelivery,
  settleDeadLetter,
  type DeliveryOfReceipt,
} from './store/receipts.ts';

/** So many within 72 hours, and the address gets nothing more (delivery, SMTP). */
const SOFT_BOUNCES_MAX = 3;

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

/** Notes that a delivery's address took nothing for now; so many times, and it gets nothing more. */
export async function noteSoftBounce(
  { database, sealer }: { database: Database; sealer: Sealer },
  deliveryId: string,
): Promise<void> {
  await database.write('all', async (tx) => {
    const delivery = await lockDelivery(tx, { id: deliveryId, channel: 'email' });
    if (delivery !== null) await suppress(tx, sealer, { delivery, suppresses: 'softBounces' });
  });
}

async function apply(
  tx: Transaction,
  sealer: Sealer,
  { delivery, receipt }: { delivery: DeliveryOfReceipt; receipt: Receipt },
): Promise<boolean> {
  // Nothing was ever sent: somebody made this up, or mixed it up.
  if (delivery.attempt === 0) return false;
  await suppress(tx, sealer, { delivery, suppresses: receipt.suppresses });
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
  {
    delivery,
    suppresses: reason,
  }: { delivery: DeliveryOfReceipt; suppresses: Receipt['suppresses'] },
): Promise<void> {
  const { channel, organizationId, addressHash, addressSealed } = delivery;
  if (addressSealed === null || reason === null) return;
  if (reason === 'softBounces' && (await countSoftBounces(tx, delivery)) < SOFT_BOUNCES_MAX) return;
  await addSuppression(tx, {
    id: createId(),
    organizationId,
    channel,
    addressHash,
    addressMasked: maskAddress(channel, openAddress(sealer, channel, addressSealed)),
    reason,
  });
}
