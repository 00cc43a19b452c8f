import { ConfigError } from './config/config.ts';
import type { Database } from './database/database.ts';
import { SealError, type Sealer } from './sealing.ts';

const SETTING = 'keyCheck';
const PLACE = 'instance_settings.keyCheck';

/** Makes sure that the keys at hand are those the database's secrets are sealed with. Throws ConfigError. */
export async function checkInstanceKeys(database: Database, sealer: Sealer): Promise<void> {
  const sealed = await database.write('all', async (tx) => {
    const mine = JSON.stringify(sealer.seal('boardwire', PLACE));
    await tx.query(
      `insert into instance_settings (key, value) values ('${SETTING}', $1::jsonb) on conflict (key) do nothing`,
      [mine],
    );
    const [row] = await tx.query<{ value: string }>(
      `select value from instance_settings where key = '${SETTING}'`,
    );
    return row?.value ?? '';
  });
  try {
    sealer.open(sealed, PLACE);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new ConfigError(
      'The keys in the data folder are not those of this database: restore its secrets.json, or point SECRETS_FILE to it',
    );
  }
}
