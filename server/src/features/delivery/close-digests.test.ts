import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { closeDueDigests } from './close-digests.ts';
import { planWaiting } from './fan-out.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { followCarriers } from './store/digests.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  await bed.test.query('delete from messages');
  await bed.test.query('delete from digests');
});

/** So many people of one organization, each with a line in a digest that is due. */
async function gather(count: number): Promise<{ organizationId: string; userIds: string[] }> {
  const made = await bed.organization(count);
  const { organizationId, userIds } = made;
  for (const userId of userIds)
    await bed.prefer(organizationId, userId, {
      category: 'custom',
      channel: 'email',
      mode: 'digest',
    });
  const recipients = userIds.map((userId) => ({ userId }));
  await bed.notify({ organizationId, channels: ['email'], recipients });
  await planWaiting(bed);
  await bed.test.query(`update digests set closes_at = now() where organization_id = $1`, [
    organizationId,
  ]);
  return made;
}

/** Counts the statements of writes. */
function countStatements(database: Database): { database: Database; count(): number } {
  let count = 0;
  return {
    count: () => count,
    database: {
      ...database,
      write: (scope, work, ...more) =>
        database.write(
          scope,
          (tx) =>
            work({
              ...tx,
              query: (text: string, values?: unknown[]) => {
                count += 1;
                return tx.query(text, values);
              },
            }),
          ...more,
        ),
    },
  };
}

const carriersOf = (organizationId: string) =>
  bed.test.query<{ recipientId: string; planned: number; isPlanned: boolean; isLine: boolean }>(
    `select d.recipient_id as "recipientId", m.planned, m.fanout_state = 'done' as "isPlanned",
       g.carrier_id = d.id and g.state = 'closed' as "isLine"
     from deliveries as d join messages as m on m.id = d.message_id join digests as g on g.id = d.carries_digest_id
     where d.organization_id = $1 order by d.recipient_id`,
    [organizationId],
  );

describe('delivery D16: digests that close together', () => {
  it('delivery D9: fifty cost as many statements as two, and each person has their carrier', async () => {
    const few = await gather(2);
    const first = countStatements(bed.database);
    expect(await closeDueDigests({ ...bed, database: first.database })).toBe(2);
    const many = await gather(50);
    const second = countStatements(bed.database);
    expect(await closeDueDigests({ ...bed, database: second.database })).toBe(50);
    expect(second.count()).toBe(first.count());
    for (const { organizationId, userIds } of [few, many])
      expect(await carriersOf(organizationId)).toEqual(
        userIds
          .toSorted()
          .map((recipientId) => ({ recipientId, planned: 1, isPlanned: true, isLine: true })),
      );
  });

  it('of several organizations are each their own', async () => {
    const both = [await gather(2), await gather(3)];
    expect(await closeDueDigests(bed)).toBe(5);
    for (const { organizationId, userIds } of both)
      expect((await carriersOf(organizationId)).map(({ recipientId }) => recipientId)).toEqual(
        userIds.toSorted(),
      );
  });

  it('SPEC D6: one that cannot be closed waits with its lines, and holds up no other', async () => {
    const { organizationId, userIds } = await gather(3);
    const [bad = '', ...good] = userIds.toSorted();
    await bed.test.query(
      `create function refuse() returns trigger language plpgsql as $$
       begin if new.recipient_id = '${bad}' then raise 'not this one'; end if; return new; end $$`,
    );
    await bed.test.query(
      `create trigger refuse before insert on deliveries for each row execute function refuse()`,
    );
    try {
      expect(await closeDueDigests(bed)).toBe(2);
    } finally {
      await bed.test.query('drop trigger refuse on deliveries');
      await bed.test.query('drop function refuse');
    }
    expect((await carriersOf(organizationId)).map(({ recipientId }) => recipientId)).toEqual(good);
    const left = await bed.test.query(
      `select user_id as "userId", closes_at > now() as late from digests where state = 'open'`,
    );
    expect(left).toEqual([{ userId: bad, late: true }]);
    await bed.test.query(`update digests set closes_at = now() where state = 'open'`);
    expect(await closeDueDigests(bed)).toBe(1);
    expect(await carriersOf(organizationId)).toHaveLength(3);
  });

  it('go out though the sandbox was turned on meanwhile: their lines were asked for before', async () => {
    const { organizationId } = await gather(1);
    await bed.test.query(
      `insert into sandboxes (organization_id, is_on, api_key_ids, faults) values ($1, true, '{}', '[]')`,
      [organizationId],
    );
    expect(await closeDueDigests(bed)).toBe(1);
    const carriers = await bed.test.query(
      `select is_sandboxed as is from messages where organization_id = $1 and template_key = 'digest'`,
      [organizationId],
    );
    expect(carriers).toEqual([{ is: false }]);
  });

  it('take a failure that is told of after the mail had arrived to their lines', async () => {
    const { organizationId } = await gather(1);
    await closeDueDigests(bed);
    await bed.test.query(`update deliveries set state = 'delivered', final_at = now()`);
    const [carrier] = await bed.test.query<{ id: string }>(
      `update deliveries set state = 'failed', reason = '5.1.1' where carries_digest_id is not null returning id`,
    );
    await bed.database.write('all', (tx) => followCarriers(tx, [carrier?.id ?? '']));
    expect(
      await bed.test.query(
        `select state, reason from deliveries where organization_id = $1 and digest_id is not null`,
        [organizationId],
      ),
    ).toEqual([{ state: 'failed', reason: '5.1.1' }]);
  });
});
