import type { Database } from '../../platform/database/database.ts';
import type { GaugeDefinition } from '../../platform/metrics.ts';
import { countEndpoints } from './store/health.ts';

/** How endpoints are, in the whole instance. */
export function createWebhookGauges(database: Database): GaugeDefinition[] {
  return [
    {
      name: 'boardwire_webhook_endpoints',
      help: 'Webhook endpoints by state; failing: no call has succeeded since one failed',
      labelNames: ['state'],
      async read() {
        const counts = await database.read('all', countEndpoints);
        return Object.entries(counts).map(([state, value]) => ({ labels: { state }, value }));
      },
    },
  ];
}
