import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { connectDatabase, type Database } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { ensureVapidKeys } from '../../platform/push/vapid-keys.ts';
import { createSealer, SealError } from '../../platform/sealing.ts';
import { deliveries } from '../delivery/index.ts';
import { createPushDevices } from './push-devices.ts';
import { deleteOldUsage, takeSegments } from './store/sms-usage.ts';

let test: TestDatabase;
let database: Database;
const log = createLog('silent');
const sealer = createSealer(Buffer.alloc(32, 4));
beforeAll(async () => {
  test = await createTestDatabase();
  database = connectDatabase({ url: test.appUrl, poolSize: 8, log });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

describe('delivery, SMS: the day’s segments', () => {
  const take = (count: number, cap: number) =>
    database.write('all', (tx) => takeSegments(tx, { count, cap }));

  it('security S27: fifty at once take exactly the cap', async () => {
    const taken = await Promise.all(Array.from({ length: 50 }, () => take(2, 30)));
    expect(taken.filter(Boolean)).toHaveLength(15);
    expect(await take(1, 30)).toBe(false);
    expect(await take(1, 31)).toBe(true);
  });

  it('one text beyond the cap of a day takes nothing', async () => {
    await test.query('delete from sms_usage');
    expect(await take(5, 4)).toBe(false);
    expect(await take(4, 4)).toBe(true);
  });

  it('days long ago are forgotten', async () => {
    await test.query(`insert into sms_usage values (current_date - 100, 1)`);
    await database.write('all', (tx) => deleteOldUsage(tx, 90));
    const rows = await test.query<{ age: number }>(
      'select current_date - day as age from sms_usage',
    );
    expect(rows).toEqual([{ age: 0 }]);
  });
});

describe('delivery, Web Push: the keys of an instance', () => {
  it('are made once, also by nodes that start together, and kept sealed', async () => {
    const [one, ...others] = await Promise.all(
      Array.from({ length: 4 }, () => ensureVapidKeys(database, sealer)),
    );
    for (const other of others) expect(other).toEqual(one);
    expect(Buffer.from(one?.publicKey ?? '', 'base64url')).toHaveLength(65);
    const rows = await test.query(`select value from instance_settings where key = 'vapidKeys'`);
    expect(JSON.stringify(rows)).not.toContain(one?.privateKey);
    expect(JSON.stringify(rows)).toContain(one?.publicKey);
    const stranger = createSealer(Buffer.alloc(32, 9));
    await expect(ensureVapidKeys(database, stranger)).rejects.toThrow(SealError);
  });
});

describe('delivery, push: devices', () => {
  const address = '{"endpoint":"https://push.example.test/1","keys":{"p256dh":"x","auth":"y"}}';

  async function addDevice(): Promise<void> {
    const userId = createId();
    await test.query(
      `insert into users (id, email, name, password_hash) values ($1, $2, 'Ada', '')`,
      [userId, `${userId}@example.test`],
    );
    await test.query(
      `insert into notification_devices (id, user_id, kind, name, address_sealed, address_hash, failures)
       values ($1, $2, 'webPush', 'Firefox', $3, $4, 2)`,
      [
        createId(),
        userId,
        deliveries.sealAddress(sealer, 'push', address),
        deliveries.hashAddress(sealer, 'push', address),
      ],
    );
  }

  it('are forgotten by their kind and address, and noted when they were reached', async () => {
    await addDevice();
    const devices = createPushDevices({ database, sealer, log });
    const read = () =>
      test.query<{ failures: number; isUsed: boolean }>(
        `select failures, last_used_at is not null as "isUsed" from notification_devices`,
      );
    await devices.forget('fcm', address);
    await devices.forget('webPush', `${address} `.repeat(2));
    expect(await read()).toEqual([{ failures: 2, isUsed: false }]);
    await devices.noteUse('webPush', address);
    expect(await read()).toEqual([{ failures: 0, isUsed: true }]);
    await devices.forget('webPush', address);
    expect(await read()).toEqual([]);
  });

  it('a failure there puts nothing in doubt', async () => {
    const broken = connectDatabase({ url: 'postgres://127.0.0.1:1/x', poolSize: 1, log });
    const devices = createPushDevices({ database: broken, sealer, log });
    await expect(devices.forget('webPush', address)).resolves.toBeUndefined();
    await broken.close();
  });
});
