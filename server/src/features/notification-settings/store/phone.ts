import type { Transaction } from '../../../platform/database/database.ts';

/** A number that was proved, or is to be. */
export interface PhoneRow {
  sealed: string;
  hash: string;
}

/** A code that can still be answered. */
export interface OpenCode extends PhoneRow {
  id: string;
  codeHash: Buffer;
  tries: number;
  expiresAt: string;
}

/** How long a code can be answered, and how often wrongly. */
const CODE_VALID_MINUTES = 10;
export const CODE_TRIES = 5;

/** The proved number of somebody, or null. */
export async function findPhone(tx: Transaction, userId: string): Promise<PhoneRow | null> {
  const [row] = await tx.query<PhoneRow>(
    `select address_sealed as sealed, encode(address_hash, 'hex') as hash from notification_devices
     where user_id = $1 and kind = 'phone' and verified_at is not null order by verified_at desc limit 1`,
    [userId],
  );
  return row ?? null;
}

/** The newest code of somebody while it can be answered, or null. */
export async function findOpenCode(tx: Transaction, userId: string): Promise<OpenCode | null> {
  const [row] = await tx.query<OpenCode & { isOpen: boolean }>(
    `select id, address_sealed as sealed, encode(address_hash, 'hex') as hash, code_hash as "codeHash", tries,
       created_at + make_interval(mins => $2) as "expiresAt",
       ended_at is null and tries < $3 and created_at > now() - make_interval(mins => $2) as "isOpen"
     from phone_codes where user_id = $1 order by created_at desc, id desc limit 1`,
    [userId, CODE_VALID_MINUTES, CODE_TRIES],
  );
  return row?.isOpen === true ? row : null;
}

/** How many codes went to a number, and on behalf of somebody, within a day. */
export async function countCodes(
  tx: Transaction,
  { userId, hash }: { userId: string; hash: Buffer },
): Promise<{ ofUser: number; ofNumber: number }> {
  await tx.query(`delete from phone_codes where created_at < now() - interval '1 day'`);
  const [row] = await tx.query<{ ofUser: number; ofNumber: number }>(
    `select count(*) filter (where user_id = $1)::int as "ofUser",
       count(*) filter (where address_hash = $2)::int as "ofNumber"
     from phone_codes where user_id = $1 or address_hash = $2`,
    [userId, hash],
  );
  return row ?? { ofUser: 0, ofNumber: 0 };
}

/** Keeps a code, and answers until when it can be answered; those that went out before cannot any more. */
export async function insertCode(
  tx: Transaction,
  row: { id: string; userId: string; sealed: string; hash: Buffer; codeHash: Buffer },
): Promise<Date> {
  await tx.query(
    'update phone_codes set ended_at = now() where user_id = $1 and ended_at is null',
    [row.userId],
  );
  const [kept] = await tx.query<{ until: string }>(
    `insert into phone_codes (id, user_id, address_sealed, address_hash, code_hash, created_at)
     values ($1, $2, $3, $4, $5, clock_timestamp()) returning created_at + make_interval(mins => $6) as until`,
    [row.id, row.userId, row.sealed, row.hash, row.codeHash, CODE_VALID_MINUTES],
  );
  if (kept === undefined) throw new Error('a code was not kept');
  return new Date(kept.until);
}

/** Counts a wrong answer. */
export async function countTry(tx: Transaction, codeId: string): Promise<void> {
  await tx.query('update phone_codes set tries = tries + 1 where id = $1', [codeId]);
}

/** The number of an answered code is somebody's from now on, and their only one; whoever proved it before has lost it. */
export async function adoptPhone(
  tx: Transaction,
  { id, userId, code, name }: { id: string; userId: string; code: OpenCode; name: string },
): Promise<void> {
  await tx.query('update phone_codes set ended_at = now() where id = $1', [code.id]);
  await tx.query(
    `delete from notification_devices
     where kind = 'phone' and (user_id = $1 or address_hash = decode($2, 'hex'))`,
    [userId, code.hash],
  );
  await tx.query(
    `insert into notification_devices (id, user_id, kind, name, address_sealed, address_hash, verified_at)
     values ($1, $2, 'phone', $3, $4, decode($5, 'hex'), now())`,
    [id, userId, name, code.sealed, code.hash],
  );
}

/** Forgets the number of somebody and what was sent to prove one; false when there was nothing. */
export async function forgetPhone(tx: Transaction, userId: string): Promise<boolean> {
  const rows = await tx.query(
    `delete from notification_devices where user_id = $1 and kind = 'phone' returning 1`,
    [userId],
  );
  // The rows stay for the day's count.
  const codes = await tx.query(
    'update phone_codes set ended_at = now() where user_id = $1 and ended_at is null returning 1',
    [userId],
  );
  return rows.length + codes.length > 0;
}
