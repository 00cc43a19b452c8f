import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { content, LIMIT, openHttpBed, type HttpBed } from './over-http.fixture.ts';

let bed: HttpBed;
let other: Client;

beforeAll(async () => {
  bed = await openHttpBed();
  other = new Client({ connectionString: bed.server.database.adminUrl });
  await other.connect();
});
afterEach(() => other.query('rollback'));
afterAll(async () => {
  await other.end();
  await bed.server.stop();
});

const ask = () =>
  bed.call('POST', '/notifications', { to: [{ email: 'ada@example.com' }], content });
const lockOrganization = (kind: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared') =>
  other.query(`begin; select ${kind}(hashtextextended('${bed.organizationId}', 0))`);

async function countWaiting(): Promise<number> {
  const [row] = await bed.server.database.query<{ count: number }>(
    `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return row?.count ?? 0;
}

describe('asking for notifications beside each other', () => {
  it('goes on while others of the organization ask, before they are done', async () => {
    await lockOrganization('pg_advisory_xact_lock_shared');
    expect((await ask()).status).toBe(202);
    await other.query('commit');
  });

  it('security S26: waits for what changes the organization, and sees the rights that it leaves', async () => {
    await lockOrganization('pg_advisory_xact_lock');
    const answer = ask();
    await expect.poll(countWaiting, LIMIT).toBe(1);
    await other.query(
      `update memberships set state = 'suspended' where organization_id = '${bed.organizationId}'`,
    );
    await other.query('commit');
    expect((await answer).status).toBe(404);
    await other.query(
      `update memberships set state = 'active' where organization_id = '${bed.organizationId}'`,
    );
  });

  it('delivery D1: what is accepted is sent without a look of the sweep, for the bell rings behind the commit', async () => {
    await other.query('listen boardwire_deliveries');
    const heard: string[] = [];
    other.on('notification', ({ channel }) => heard.push(channel));
    expect((await ask()).status).toBe(202);
    await expect
      .poll(async () => {
        await other.query('select 1');
        return heard.length;
      }, LIMIT)
      .toBeGreaterThan(0);
  });
});
