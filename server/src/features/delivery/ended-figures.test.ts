import { beforeAll, describe, expect, it } from 'vitest';
import type { Transaction } from '../../platform/database/database.ts';
import { openLedger, type LedgerBed } from './ledger.fixture.ts';
import { listEndedOf, listRatesOf } from './store/figures.ts';

let bed: LedgerBed;
let organizationId: string;
beforeAll(async () => {
  bed = await openLedger();
  [organizationId = ''] = await bed.organizations(1);
  return () => bed.close();
});

/** How Postgres would do what `ask` asks for, were every table large. */
function planOf(ask: (tx: Transaction, organizationId: string) => Promise<unknown>) {
  return bed.database.read({ organizationId }, async (tx) => {
    await tx.query(`select set_config('enable_seqscan', 'off', false)`);
    let plan = '';
    const query: Transaction['query'] = async <Row>(text: string, values?: readonly unknown[]) => {
      plan = JSON.stringify(await tx.query(`explain ${text}`, values));
      return [] as Row[];
    };
    await ask({ ...tx, query }, organizationId);
    await tx.query(`select set_config('enable_seqscan', 'on', false)`);
    return plan;
  });
}

describe('delivery D23: figures of what ended', () => {
  it('count the last day of one organization, and read nothing older', async () => {
    const { ids } = await bed.ask({ organizationId, count: 4 });
    const end = (id: string | undefined, state: string, ago: string) =>
      bed.test.query(
        `update deliveries set state = $2, final_at = now() - $3::interval where id = $1`,
        [id, state, ago],
      );
    await end(ids[0], 'sent', '1 hour');
    await end(ids[1], 'failed', '23 hours');
    await end(ids[2], 'sent', '25 hours');
    const ended = await bed.database.read({ organizationId }, (tx) =>
      listEndedOf(tx, organizationId),
    );
    expect(ended).toMatchObject([{ completed: 1, failed: 1 }]);
    for (const ask of [listEndedOf, listRatesOf])
      expect(await planOf(ask)).toMatch(/deliveries_ended on deliveries.*final_at > /s);
  });
});
