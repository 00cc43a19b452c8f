import type { z } from 'zod';
import type { device } from '@boardwire/contract/devices';
import type { Transaction } from '../../../platform/database/database.ts';

/** A device as its owner sees it. */
export type Device = z.output<typeof device>;

const COLUMNS = `id, kind, name, verified_at is not null as "isVerified", created_at as "createdAt",
  last_used_at as "lastUsedAt", (session_id is null or exists (
    select 1 from sessions as s where s.id = session_id and s.ended_at is null and s.expires_at > now())) as "isSignedIn"`;

/** A person's devices, the newest first. */
export function listDevices(tx: Transaction, userId: string): Promise<Device[]> {
  return tx.query<Device>(
    `select ${COLUMNS} from notification_devices where user_id = $1 order by created_at desc, id desc`,
    [userId],
  );
}

/**
 * Keeps a browser's subscription or an app's token, for as long as the log-in lasts; one that another account registered
 * belongs to this one now.
 */
export async function putPushDevice(
  tx: Transaction,
  row: {
    id: string;
    userId: string;
    sessionId: string | null;
    kind: 'webPush' | 'fcm';
    name: string;
    sealed: string;
    hash: Buffer;
  },
): Promise<Device> {
  const [kept] = await tx.query<Device>(
    `insert into notification_devices as d (id, user_id, session_id, kind, name, address_sealed, address_hash, verified_at)
     values ($1, $2, $3, $4, $5, $6, $7, now())
     on conflict (kind, address_hash) do update set user_id = excluded.user_id, session_id = excluded.session_id,
       failures = 0, verified_at = now(),
       name = case when d.user_id = excluded.user_id then d.name else excluded.name end
     returning ${COLUMNS}`,
    [row.id, row.userId, row.sessionId, row.kind, row.name, row.sealed, row.hash],
  );
  if (kept === undefined) throw new Error('a device was not kept');
  return kept;
}

/** Null when the person has no such device. */
export async function renameDevice(
  tx: Transaction,
  { userId, deviceId, name }: { userId: string; deviceId: string; name: string },
): Promise<Device | null> {
  const [row] = await tx.query<Device>(
    `update notification_devices set name = $3 where user_id = $1 and id = $2 returning ${COLUMNS}`,
    [userId, deviceId, name],
  );
  return row ?? null;
}

/** False when the person has no such device. */
export async function deleteDevice(
  tx: Transaction,
  { userId, deviceId }: { userId: string; deviceId: string },
): Promise<boolean> {
  const rows = await tx.query(
    'delete from notification_devices where user_id = $1 and id = $2 returning 1',
    [userId, deviceId],
  );
  return rows.length > 0;
}

/** The language of somebody, as a BCP 47 tag. */
export async function findLocale(tx: Transaction, userId: string): Promise<string> {
  const [row] = await tx.query<{ locale: string }>('select locale from users where id = $1', [
    userId,
  ]);
  return row?.locale ?? 'en';
}
