import { describeQueueFaultContract } from './queue-contract-faults.fixture.ts';
import { describeQueueContract } from './queue-contract.fixture.ts';
import { describeRowsContract } from './queue-rows-contract.fixture.ts';
import { openPostgres } from './test-queue.fixture.ts';

describeQueueContract('Postgres', openPostgres);
describeQueueFaultContract('Postgres', openPostgres);
describeRowsContract('Postgres', openPostgres);
