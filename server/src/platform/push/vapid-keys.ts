import type { Database } from '../database/database.ts';
import type { Sealer } from '../sealing.ts';
import { generateVapidKeys, type VapidKeys } from './web-push.ts';

const SETTING = 'vapidKeys';
const PLACE = 'instance_settings.vapidKeys';

interface Stored {
  publicKey: string;
  privateKeySealed: string;
}

/**
 * The keys that browsers' subscriptions are bound to: made at the first start and kept for good, for with others no
 * subscription works any more. The private one is sealed.
 */
export async function ensureVapidKeys(database: Database, sealer: Sealer): Promise<VapidKeys> {
  const stored = (await read(database)) ?? (await create(database, sealer));
  return {
    publicKey: stored.publicKey,
    privateKey: sealer.open(stored.privateKeySealed, PLACE),
  };
}

async function create(database: Database, sealer: Sealer): Promise<Stored> {
  const { publicKey, privateKey } = await generateVapidKeys();
  const mine: Stored = { publicKey, privateKeySealed: sealer.seal(privateKey, PLACE) };
  await database.write('all', (tx) =>
    tx.query(
      'insert into instance_settings (key, value) values ($1, $2::jsonb) on conflict (key) do nothing',
      [SETTING, JSON.stringify(mine)],
    ),
  );
  // Another node may have been quicker.
  return (await read(database)) ?? mine;
}

async function read(database: Database): Promise<Stored | null> {
  const [row] = await database.read('all', (tx) =>
    tx.query<{ value: Stored }>('select value from instance_settings where key = $1', [SETTING]),
  );
  return row?.value ?? null;
}
