import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../test/harness/postgres.ts';
import { MINUTE_MS, SECOND_MS } from '../../../kernel/time.ts';

const SLOTS = 100;
/** Nodes whose clocks are right, too early and too late. */
const SHIFTS_MS = [0, 2 * SECOND_MS, -2 * SECOND_MS, 0];
/** Of every so many slots, one at which a node dies while it looks. */
const KILL_EVERY = 20;
const LOOK_EARLY_EVERY = 5;
const BEGIN_MS = Date.parse('2026-03-01T00:00:30Z');

let test: TestDatabase;
let nodes: ChildProcess[] = [];
beforeAll(async () => {
  test = await createTestDatabase();
  // The database's time, as nodes that connect from now on read it, is what stands in a row.
  await test.query(`create schema clock`);
  await test.query(`create table clock.hand (at timestamptz not null)`);
  await test.query(`insert into clock.hand values (to_timestamp($1::float8 / 1000))`, [BEGIN_MS]);
  await test.query(
    `create function clock.now() returns timestamptz language sql stable security definer
       as 'select at from clock.hand'`,
  );
  await test.query('grant usage on schema clock to public');
  await test.query(`alter database ${test.name} set search_path = clock, public, pg_catalog`);
  nodes = await Promise.all(SHIFTS_MS.map(startNode));
});
afterAll(async () => {
  for (const node of nodes) node.kill('SIGKILL');
  await test.drop();
});

async function startNode(shiftMs: number): Promise<ChildProcess> {
  const script = new URL('schedule-node.fixture.ts', import.meta.url);
  const node = fork(script, [test.appUrl, String(shiftMs)], { execArgv: ['--import', 'tsx'] });
  await once(node, 'message');
  return node;
}

/** Moves the database's time; all nodes look at once, and `victim` dies over it. */
async function moveTo(nowMs: number, victim: number | null = null): Promise<void> {
  await test.query('update clock.hand set at = to_timestamp($1::float8 / 1000)', [nowMs]);
  const looks = nodes.map(async (node, index) => {
    const over = once(node, index === victim ? 'exit' : 'message');
    node.send(nowMs);
    if (index === victim) setTimeout(() => node.kill('SIGKILL'), index);
    await over;
  });
  await Promise.all(looks);
  if (victim !== null) nodes[victim] = await startNode(SHIFTS_MS[victim] ?? 0);
}

const readSlots = () =>
  test.query<{ slot: Date; jobs: number }>(
    `select s.slot, count(j.id)::int as jobs from schedule_slots as s left join jobs as j on j.id = s.job_id
      where s.job_id is not null group by s.slot order by s.slot`,
  );

describe('SPEC D7: schedules on four nodes', () => {
  it(`fault F13: ${SLOTS} slots, 0 doubled, 0 missed, none too early, while clocks differ and nodes die`, async () => {
    await moveTo(BEGIN_MS);
    const times: Date[] = [];
    for (let count = 1; count <= SLOTS; count += 1) {
      const slotMs = BEGIN_MS - 30 * SECOND_MS + count * MINUTE_MS;
      if (count % LOOK_EARLY_EVERY === 0) {
        // By the clock of one node it is time.
        await moveTo(slotMs - SECOND_MS);
        expect(await readSlots()).toHaveLength(count - 1);
      }
      const victim = count % KILL_EVERY === 0 ? (count / KILL_EVERY) % SHIFTS_MS.length : null;
      await moveTo(slotMs + SECOND_MS, victim);
      times.push(new Date(slotMs));
    }
    expect(await readSlots()).toEqual(times.map((slot) => ({ slot, jobs: 1 })));
    expect(await test.query('select count(*)::int as jobs from jobs')).toEqual([{ jobs: SLOTS }]);
  }, 120_000);
});
