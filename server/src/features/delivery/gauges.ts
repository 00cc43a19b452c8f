import type { Database } from '../../platform/database/database.ts';
import type { GaugeDefinition } from '../../platform/metrics.ts';
import type { Outcomes } from './outcomes.ts';
import { countDifferences, listLoads, readOverdueS } from './store/figures.ts';

/** What the ledger tells whoever watches over it. */
export function createGauges(database: Database, outcomes: Outcomes): GaugeDefinition[] {
  const loads = () => database.read('all', listLoads);
  return [
    {
      name: 'boardwire_deliveries_waiting',
      help: 'Deliveries that are due, by channel and lane',
      labelName: 'queue',
      read: async () =>
        (await loads()).map(({ channel, lane, waiting }) => ({
          label: `${channel} ${lane}`,
          value: waiting,
        })),
    },
    {
      name: 'boardwire_deliveries_active',
      help: 'Deliveries that are being sent, by channel and lane',
      labelName: 'queue',
      read: async () =>
        (await loads()).map(({ channel, lane, active }) => ({
          label: `${channel} ${lane}`,
          value: active,
        })),
    },
    {
      name: 'boardwire_delivery_overdue_seconds',
      help: 'Age of the oldest delivery that is due, or message that nobody has planned',
      read: async () => [{ value: await database.read('all', readOverdueS) }],
    },
    {
      name: 'boardwire_delivery_differences',
      help: 'Messages of the last day whose deliveries are not as many as were planned; above 0 is a defect',
      read: async () => [{ value: await database.read('all', countDifferences) }],
    },
    {
      name: 'boardwire_delivery_outcomes',
      help: 'Answers of providers since the start of the process',
      labelName: 'outcome',
      read: async () => outcomes.list(),
    },
  ];
}
