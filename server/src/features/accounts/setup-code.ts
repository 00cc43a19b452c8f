import { randomInt } from 'node:crypto';
import type { Config } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';
import { insertSetupCode } from './store/setup-codes.ts';
import { findInstanceOwner } from './store/users.ts';

/** Letters and digits that nobody confuses on a console (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 5;
const GROUP_LENGTH = 5;

/**
 * Makes the code that the first account of an exposed instance must give, and answers it for the console; null when no
 * code is asked (security S3). Each start makes a new one, good for 24 hours.
 */
export async function ensureSetupCode({
  config,
  database,
}: {
  config: Pick<Config, 'isExposed'>;
  database: Pick<Database, 'write'>;
}): Promise<string | null> {
  if (!config.isExposed) return null;
  const code = createSetupCode();
  return database.write('all', async (tx) => {
    if ((await findInstanceOwner(tx)) !== null) return null;
    await insertSetupCode(tx, normalizeSetupCode(code));
    return code;
  });
}

/** 25 characters, 125 random bits. */
function createSetupCode(): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** The code as it was meant, whatever the case, dashes and look-alikes that were typed. */
export function normalizeSetupCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}
