import { createTestDatabase } from '../../../../test/harness/postgres.ts';
import { describeQueueFaultContract } from './queue-contract-faults.fixture.ts';
import { describeQueueContract } from './queue-contract.fixture.ts';

async function open() {
  const { appUrl, adminUrl, drop } = await createTestDatabase();
  const engine = {
    kind: 'postgres' as const,
    connectionString: appUrl,
    adminConnectionString: adminUrl,
  };
  return { engine, drop };
}

describeQueueContract('Postgres', open);
describeQueueFaultContract('Postgres', open);
