import type { Transaction } from '../../../platform/database/database.ts';

/** Devices that a push service reaches. */
export type PushKind = 'webPush' | 'fcm';

/** Forgets a device, whoever has it. */
export async function deleteDevice(
  tx: Transaction,
  kind: PushKind,
  addressHash: Buffer,
): Promise<void> {
  await tx.query('delete from notification_devices where kind = $1 and address_hash = $2', [
    kind,
    addressHash,
  ]);
}

/** Notes that a device was reached, once an hour at most. */
export async function touchDevice(
  tx: Transaction,
  kind: PushKind,
  addressHash: Buffer,
): Promise<void> {
  await tx.query(
    `update notification_devices set last_used_at = now(), failures = 0
     where kind = $1 and address_hash = $2 and (last_used_at is null or last_used_at < now() - interval '1 hour')`,
    [kind, addressHash],
  );
}
