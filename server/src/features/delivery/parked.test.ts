import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { alertDeadLetters } from './alert-dead-letters.ts';
import { cancelMessage } from './cancel.ts';
import { planWaiting } from './fan-out.ts';
import { createGauges } from './gauges.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import {
  countDeadLetters,
  discardDeadLetters,
  listDeadLetters,
  redriveDeadLetters,
} from './store/dead-letters.ts';
import { countOpenDeadLetters } from './store/queue.ts';
import { releaseUnplanned } from './store/unplanned.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(() => bed.test.query('delete from messages'));

const ALL = { channel: null, reason: null, category: null, ids: null };
const PAGE = { before: null, limit: 10 };
/** In a row, before a message is set aside. */
const TRIES = 8;
const BROKEN = `'{"boardId": "none"}'`;

interface Plan {
  state: string;
  failures: number;
  /** Until its next try; null when nothing keeps it. */
  waitS: number | null;
  problem: string | null;
}

async function planOf(id: string): Promise<Plan | undefined> {
  const [row] = await bed.test.query<Plan>(
    `select fanout_state as state, plan_failures as failures, plan_problem as problem,
       round(extract(epoch from plan_after - now()))::int as "waitS" from messages where id = $1`,
    [id],
  );
  return row;
}

/** A message that no planner can plan, of an organization with one member. */
async function poison() {
  const { organizationId, userIds } = await bed.organization(1);
  const recipients = userIds.map((userId) => ({ userId }));
  const ask = () => bed.notify({ organizationId, channels: ['email'], recipients });
  const id = await ask();
  await bed.test.query(`update messages set subject = ${BROKEN} where id = $1`, [id]);
  return { id, organizationId, ask };
}

/** Tries once more, as if its wait were over. */
async function tryAgain(id: string): Promise<void> {
  await bed.test.query(
    'update messages set plan_after = now() where id = $1 and plan_after is not null',
    [id],
  );
  await bed.database.write('all', releaseUnplanned);
  await planWaiting(bed);
}

async function park() {
  const made = await poison();
  await planWaiting(bed);
  for (let failed = 1; failed < TRIES; failed += 1) await tryAgain(made.id);
  return made;
}

describe('SPEC D6: a message that cannot be planned', () => {
  it('waits for its next try, each time twice as long, and nobody meets it before', async () => {
    const { id, ask } = await poison();
    await planWaiting(bed);
    expect(await planOf(id)).toMatchObject({ state: 'waiting', failures: 1, problem: '22P02' });
    await bed.test.query(`update messages set plan_after = now() + interval '1 hour'`);
    await bed.database.write('all', releaseUnplanned);
    const behind = await ask();
    await planWaiting(bed);
    expect(await bed.deliveries(behind)).toHaveLength(1);
    expect(await planOf(id)).toMatchObject({ failures: 1 });
    for (let failed = 1; failed < TRIES - 1; failed += 1) await tryAgain(id);
    const late = await planOf(id);
    expect(late).toMatchObject({ state: 'waiting', failures: TRIES - 1 });
    expect(late?.waitS).toBeGreaterThan(2 ** (TRIES - 3));
    expect(late?.waitS).toBeLessThanOrEqual(2 ** (TRIES - 2));
  });

  it('is planned as any other once it can be, and its failures are forgotten', async () => {
    const { id } = await poison();
    await planWaiting(bed);
    await bed.test.query(`update messages set subject = '{}' where id = $1`, [id]);
    await tryAgain(id);
    expect(await bed.deliveries(id)).toHaveLength(1);
    expect(await planOf(id)).toEqual({ state: 'done', failures: 0, waitS: null, problem: null });
  });

  it('is set aside after eight tries, among the dead letters, and administrators are told', async () => {
    const { id, organizationId } = await park();
    expect(await planOf(id)).toMatchObject({ state: 'parked', failures: TRIES, waitS: null });
    await planWaiting(bed);
    expect(await planOf(id)).toMatchObject({ state: 'parked', failures: TRIES });
    const read = bed.database.read.bind(bed.database, 'all');
    const letters = await read((tx) => listDeadLetters(tx, organizationId, ALL, PAGE));
    expect(letters).toMatchObject([
      { id, messageId: id, state: 'parked', reason: 'unplannable', channel: null, attempts: TRIES },
    ]);
    expect(await read((tx) => countDeadLetters(tx, organizationId, ALL))).toBe(1);
    const others = { ...ALL, channel: 'email' as const };
    expect(await read((tx) => listDeadLetters(tx, organizationId, others, PAGE))).toEqual([]);
    expect(await read((tx) => listDeadLetters(tx, createId(), ALL, PAGE))).toEqual([]);
    expect(await read((tx) => countOpenDeadLetters(tx, organizationId))).toBe(1);
    const gauges = createGauges(bed.database, { slots: {}, rates: {} } as never);
    const gauge = gauges.find(({ name }) => name === 'boardwire_dead_letters_open');
    expect(await gauge?.read()).toContainEqual({ labels: { channel: 'none' }, value: 1 });
    expect(await alertDeadLetters(bed)).toBe(1);
    expect(
      await bed.test.query(
        `select payload from messages where organization_id = $1 and template_key = 'deadLetters'`,
        [organizationId],
      ),
    ).toEqual([{ payload: { count: 1, channels: {} } }]);
    expect(await alertDeadLetters(bed)).toBe(0);
  });

  it('is planned once more when somebody sends it again, and let go when they discard it', async () => {
    const [again, gone] = [await park(), await park()];
    await bed.test.query(`update messages set subject = '{}'`);
    const by = { userId: createId(), limit: 10, spacingMs: 1_000 };
    const redriven = await bed.database.write('all', (tx) =>
      redriveDeadLetters(tx, again.organizationId, { ...ALL, ids: [again.id] }, by),
    );
    const discarded = await bed.database.write('all', (tx) =>
      discardDeadLetters(tx, gone.organizationId, ALL, by),
    );
    expect([redriven, discarded]).toEqual([1, 1]);
    await planWaiting(bed);
    expect(await bed.deliveries(again.id)).toHaveLength(1);
    expect(await bed.deliveries(gone.id)).toEqual([]);
    expect(await planOf(gone.id)).toMatchObject({ state: 'done' });
  });

  it('delivery D17: is cancelled as what waits, and is no dead letter then', async () => {
    const { id, organizationId } = await park();
    expect(await cancelMessage(bed.database, id)).toMatchObject({
      kind: 'done',
      counts: { cancelled: 0, isFanOutStopped: true },
    });
    expect(await bed.database.read('all', (tx) => countDeadLetters(tx, organizationId, ALL))).toBe(
      0,
    );
  });
});
