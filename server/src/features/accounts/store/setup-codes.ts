import type { Transaction } from '../../../platform/database/database.ts';
import { hashToken } from './token-hash.ts';

const SETTING = 'setupCodes';
/** Each node of an instance prints a code of its own, so some are kept beside each other. */
const MAX_CODES = 10;
/** security S3. */
const LIFETIME = `interval '24 hours'`;

/** Adds a code for the first account; those that ended go. */
export async function insertSetupCode(tx: Transaction, code: string): Promise<void> {
  await tx.query(
    `with fresh as (
       select jsonb_build_object('hash', $1::text, 'expiresAt', now() + ${LIFETIME}) as entry)
     insert into instance_settings (key, value) select '${SETTING}', jsonb_build_array(entry) from fresh
     on conflict (key) do update set updated_at = now(), value = (
       select excluded.value || coalesce(jsonb_agg(entry order by place), '[]')
       from jsonb_array_elements(instance_settings.value) with ordinality as kept (entry, place)
       where place < ${MAX_CODES} and (entry ->> 'expiresAt')::timestamptz > now())`,
    [encode(code)],
  );
}

/** Uses the code up, and with it every other: one account is the first (security S27). */
export async function useSetupCode(tx: Transaction, code: string): Promise<boolean> {
  const rows = await tx.query(`delete from instance_settings where ${VALID} returning key`, [
    encode(code),
  ]);
  return rows.length === 1;
}

/** Whether the code would do, without using it up. */
export async function isSetupCodeValid(tx: Transaction, code: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from instance_settings where ${VALID}`, [encode(code)]);
  return rows.length === 1;
}

const VALID = `key = '${SETTING}' and exists (
  select 1 from jsonb_array_elements(value) as kept (entry)
  where entry ->> 'hash' = $1 and (entry ->> 'expiresAt')::timestamptz > now())`;

function encode(code: string): string {
  return hashToken(code).toString('base64');
}
