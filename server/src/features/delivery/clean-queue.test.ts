import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger, type LedgerBed } from './ledger.fixture.ts';
import { deleteEnded } from './store/queue.ts';

const WEEK_S = 7 * 86_400;

let bed: LedgerBed;
let organizationId: string;
beforeAll(async () => {
  bed = await openLedger();
  [organizationId = ''] = await bed.organizations(1);
  return () => bed.close();
});

async function askLongAgo(count: number): Promise<string> {
  const { messageId, ids } = await bed.ask({ organizationId, count });
  await bed.test.query(`update messages set created_at = now() - interval '9 days' where id = $1`, [
    messageId,
  ]);
  await bed.test.query(
    `update deliveries set state = 'sent', final_at = now() - interval '8 days' where id = any($1)`,
    [ids],
  );
  return messageId;
}

const clean = (limits: { messages: number; deliveries: number }) =>
  bed.database.write({ organizationId }, (tx) =>
    deleteEnded(tx, organizationId, { olderThanS: WEEK_S, limits }),
  );

async function countRows(table: 'messages' | 'deliveries'): Promise<number> {
  const [row] = await bed.test.query<{ count: number }>(
    `select count(*)::int as count from ${table} where organization_id = $1`,
    [organizationId],
  );
  return row?.count ?? 0;
}

describe('delivery D4: what ended is cleaned away in steps', () => {
  it('a large message goes by its deliveries, and no step takes more than its limit', async () => {
    await askLongAgo(5);
    await askLongAgo(2);
    const kept = await bed.ask({ organizationId, count: 1 });
    const limits = { messages: 10, deliveries: 3 };
    expect(await clean(limits)).toEqual({ messages: 0, isDone: false });
    expect(await countRows('deliveries')).toBe(5);
    expect(await clean(limits)).toEqual({ messages: 1, isDone: false });
    expect(await clean(limits)).toEqual({ messages: 1, isDone: true });
    expect(await countRows('messages')).toBe(1);
    expect(await countRows('deliveries')).toBe(kept.ids.length);
  });

  it('many small messages go some at a time', async () => {
    for (let each = 0; each < 3; each += 1) await askLongAgo(1);
    const limits = { messages: 2, deliveries: 100 };
    expect(await clean(limits)).toEqual({ messages: 2, isDone: false });
    expect(await clean(limits)).toEqual({ messages: 1, isDone: true });
  });
});
