import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPerson, type Person } from '../../../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../../../test/harness/server.ts';
import { LIMIT } from './over-http.fixture.ts';

/** Fewer than what sends takes by itself. */
const POOL_SIZE = 3;

let server: TestServer;
let person: Person;
let other: Client;
beforeAll(async () => {
  server = await startTestServer({ DATABASE_POOL_SIZE: String(POOL_SIZE) });
  person = await registerPerson(server);
  other = new Client({ connectionString: server.database.adminUrl });
  await other.connect();
});
afterAll(async () => {
  await other.query('rollback');
  await other.end();
  await server.stop();
});

async function countBlocked(): Promise<number> {
  const { rows } = await other.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  );
  return rows[0]?.count ?? 0;
}

describe('fault F24: connections of what sends', () => {
  it('are its own: requests are answered while all that it asks of the database waits', async () => {
    await other.query('begin; lock table deliveries in access exclusive mode');
    await expect.poll(countBlocked, LIMIT).toBeGreaterThan(POOL_SIZE);
    const answer = await server.call('GET', '/organizations', { token: person.token });
    await other.query('rollback');
    expect(answer.status).toBe(200);
  });
});
