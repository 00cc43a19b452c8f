import { createTestDatabase } from '../../../../test/harness/postgres.ts';
import { describeBadJobs } from './queue-bad-jobs.fixture.ts';
import { describeQueueFaultContract } from './queue-contract-faults.fixture.ts';
import { describeQueueContract } from './queue-contract.fixture.ts';
import { describeRowsContract } from './queue-rows-contract.fixture.ts';
import { placeRows } from './test-queue.fixture.ts';

async function open() {
  const database = await createTestDatabase();
  const { appUrl, adminUrl } = database;
  const engine = {
    kind: 'postgres' as const,
    connectionString: appUrl,
    adminConnectionString: adminUrl,
  };
  const { close, ...beside } = placeRows(database);
  const drop = () => close().then(() => database.drop());
  return { engine, ...beside, database, drop };
}

describeQueueContract('Postgres', open);
describeQueueFaultContract('Postgres', open);
describeRowsContract('Postgres', open);
describeBadJobs('Postgres', open);
