import { createTestDatabase } from '../../../../test/harness/postgres.ts';
import { createListener } from '../database/listener.ts';
import { createLog } from '../log.ts';
import { describeLiveBusContract } from './live-bus-contract.fixture.ts';
import { createNotifyBus } from './node-bus.ts';
import { describeNodeBusContract, type BusGround } from './node-bus-contract.fixture.ts';
import { describePresenceNodesContract } from './presence-nodes-contract.fixture.ts';

async function open(): Promise<BusGround> {
  const database = await createTestDatabase();
  return {
    openNode() {
      const listener = createListener(database.appUrl, createLog('silent'));
      return { bus: createNotifyBus(listener), close: () => listener.close() };
    },
    async cutAll() {
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'boardwire-listen'`,
      );
    },
    drop: () => database.drop(),
  };
}

describeNodeBusContract('NOTIFY', open);
describeLiveBusContract('NOTIFY', open);
describePresenceNodesContract('NOTIFY', open);
