import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../test/harness/postgres.ts';
import { loadConfig } from '../../../platform/config/config.ts';
import { connectDatabase, type Database } from '../../../platform/database/database.ts';
import { chooseTimes, deleteOldSlots } from '../store/schedules.ts';
import { decideSlot } from './decide-slot.ts';
import { tickSchedules } from './tick.ts';

let test: TestDatabase;
let nodes: Database[];
// Each minute, so that a slot is due whenever the test runs.
const config = loadConfig({
  SCHEDULE_CLEANUP: '* * * * *',
  SCHEDULE_AUDIT_CLEANUP: 'off',
});

beforeAll(async () => {
  test = await createTestDatabase();
  const log = pino({ level: 'silent' });
  nodes = Array.from({ length: 4 }, () => connectDatabase({ url: test.appUrl, poolSize: 2, log }));
});
afterAll(async () => {
  for (const node of nodes) await node.close();
  await test.drop();
});
beforeEach(() => test.query('truncate jobs, schedule_slots, schedule_times cascade'));

const tickAll = async () =>
  (await Promise.all(nodes.map((database) => tickSchedules({ config, database })))).flat();
const lastSeen = (ago: string) =>
  test.query(
    `insert into schedule_slots (schedule, slot) values ('cleanup', now() - $1::interval)`,
    [ago],
  );
const readJobs = () =>
  test.query<{ schedule: string; queue: string }>('select schedule, queue from jobs');

describe('SPEC D7: schedules', () => {
  it('SPEC D7: of any number of nodes that look, one begins a slot', async () => {
    await lastSeen('10 minutes');
    expect(await tickAll()).toEqual(['cleanup']);
    expect(await tickAll()).toEqual([]);
    expect(await readJobs()).toEqual([{ schedule: 'cleanup', queue: 'cleanup' }]);
  });

  it('SPEC D7: a new instance begins with the next slot, not with one that was before it', async () => {
    expect(await tickAll()).toEqual([]);
    expect(await readJobs()).toEqual([]);
  });

  it('SPEC D7: times that an owner chose hold; what was due under the former ones is not made up for', async () => {
    await lastSeen('10 minutes');
    const [node] = nodes as [Database];
    await node.write('all', (tx) =>
      chooseTimes(tx, 'cleanup', { cron: '* * * * *', timeZone: 'UTC', isOn: true }),
    );
    expect(await tickAll()).toEqual([]);
    await node.write('all', (tx) =>
      chooseTimes(tx, 'cleanup', { cron: '* * * * *', timeZone: 'UTC', isOn: false }),
    );
    await test.query(`update schedule_slots set slot = slot - interval '1 hour'`);
    expect(await tickAll()).toEqual([]);
  });

  it('fault F13: slots that a clock ahead of time ran do not run again, and hold up none before them', async () => {
    await lastSeen('10 minutes');
    await test.query(
      `insert into schedule_slots (schedule, slot) select 'cleanup', date_trunc('minute', now()) + n * interval '1 minute'
         from generate_series(-5, 1500) as n where n <> 0`,
    );
    // Back in time, one slot is left: the present one, unless the minute turns meanwhile.
    const begun = await tickAll();
    expect(begun.length).toBeLessThanOrEqual(1);
    expect((await readJobs()).length).toBe(begun.length);
    expect(await tickAll()).toEqual([]);
  });

  it('SPEC D7: old slots are forgotten, but never the newest of a schedule', async () => {
    const [node] = nodes as [Database];
    await lastSeen('500 days');
    await lastSeen('450 days');
    await node.write('all', (tx) => deleteOldSlots(tx, 400));
    expect(await test.query('select 1 from schedule_slots')).toHaveLength(1);
    expect(await tickAll()).toEqual(['cleanup']);
  });
});

describe('fault F13: what becomes of missed slots', () => {
  const times = { cron: '0 2 * * *', timeZone: 'UTC', isOn: true };
  const last = new Date('2026-11-18T02:00:00Z');
  const slot = new Date('2026-11-21T02:00:00Z');

  it.each([
    ['once', '2026-11-21T02:00:10Z', true],
    ['once', '2026-11-21T09:00:00Z', true],
    ['skip', '2026-11-21T02:00:10Z', true],
    ['skip', '2026-11-21T09:00:00Z', false],
  ] as const)(
    'fault F13: catch-up %s at %s: runs %s, and only the latest',
    (catchUp, now, runs) => {
      expect(decideSlot({ times, catchUp }, last, new Date(now))).toEqual({ slot, runs });
    },
  );

  it('fault F13: nothing is due before the next slot, nor when the clock went back', () => {
    for (const now of ['2026-11-18T02:00:00Z', '2026-11-18T23:00:00Z', '2026-11-17T12:00:00Z'])
      expect(decideSlot({ times, catchUp: 'once' }, last, new Date(now))).toBeNull();
  });
});
