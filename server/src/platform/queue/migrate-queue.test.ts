import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/harness/postgres.ts';
import type { TestDatabase } from '../../../../test/harness/postgres.ts';
import { handleJob } from './job.ts';
import { migrateQueue } from './migrate-queue.ts';
import { QUEUE_NAMES } from './queue-settings.ts';
import { defineNote, openQueue } from './test-queue.fixture.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query('drop schema if exists bullmq cascade');
});

afterAll(() => database.drop());

describe('reliability R20: the queue’s schema', () => {
  it('reliability R20: two programs that start at once migrate it once; later starts find it current', async () => {
    const migrate = () => migrateQueue(database.adminUrl, database.appUrl);
    await Promise.all([migrate(), migrate()]);
    expect(await migrate()).toBe('current');
  });

  it('reliability R20: a lost permission is noticed', async () => {
    const role = decodeURIComponent(new URL(database.appUrl).username);
    await database.query(`revoke all on all sequences in schema bullmq from "${role}"`);
    expect(await migrateQueue(database.adminUrl, database.appUrl)).toBe('migrated');
    expect(await migrateQueue(database.adminUrl, database.appUrl)).toBe('current');
  });

  it('reliability R20: a schema that lacks the last step is not taken for current', async () => {
    const [last] = await database.query(
      'delete from bullmq.migration where version = (select max(version) from bullmq.migration) returning *',
    );
    // The step's objects are there, so taking it again fails: what matters is that it is tried, and undone as a whole.
    await expect(migrateQueue(database.adminUrl, database.appUrl)).rejects.toThrow(
      'already exists',
    );
    await database.query(
      'insert into bullmq.migration select * from json_populate_record(null::bullmq.migration, $1)',
      [JSON.stringify(last)],
    );
    expect(await migrateQueue(database.adminUrl, database.appUrl)).toBe('current');
  });

  it('reliability R16: the application’s login uses every queue and can create nothing', async () => {
    const jobs = QUEUE_NAMES.map((queue) => defineNote({ queue }));
    const { queue, outcomes } = await openQueue({
      engine: { kind: 'postgres', connectionString: database.appUrl },
      jobs: jobs.map((job) => handleJob(job, async () => {})),
    });
    await queue.startWorkers();
    for (const job of jobs) {
      await queue.enqueue(job, { n: 1 }, { dedupeId: job.name });
      await queue.enqueue(job, { n: 2 }, { dedupeId: job.name });
    }
    await expect.poll(() => outcomes.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(8);
    await queue.close();
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    await expect(client.query('create table bullmq.x (a int)')).rejects.toThrow(
      /permission denied/,
    );
    await expect(client.query('drop table bullmq.job')).rejects.toThrow(/must be owner/);
    await client.end();
  });
});
