import type { HealthProbe } from '../interfaces/health.ts';
import type { ApiParts } from './api-parts.ts';

/** A consumer further behind than this is trouble worth a page. */
const MAX_LAG_S = 300;

/** What `/health` asks. */
export function createProbes({ foundation, outbox, worker }: ApiParts): HealthProbe[] {
  const { database, epochs } = foundation;
  const probes: HealthProbe[] = [
    {
      name: 'database',
      isRequired: true,
      async check() {
        await database.read('all', (tx) => tx.query('select 1'));
        return database.stats();
      },
    },
    {
      name: 'access',
      isRequired: true,
      async check() {
        if (!epochs.isFresh())
          throw new Error('changes of access have not been read for two seconds');
        return {};
      },
    },
    {
      name: 'events',
      isRequired: false,
      async check() {
        const consumers = await outbox.lag();
        const late = consumers.find(({ lagS }) => lagS > MAX_LAG_S);
        if (late !== undefined)
          throw new Error(`${late.consumer} is ${Math.round(late.lagS)} s behind`);
        return { consumers };
      },
    },
  ];
  if (worker !== null)
    probes.push({
      name: 'queue',
      isRequired: false,
      check: async () => ({ queues: await worker.queue.stats() }),
    });
  return probes;
}

/** Gauges that are read at each scrape. */
export function registerGauges({ foundation, outbox, composed }: ApiParts): void {
  const { metrics, database, tracing } = foundation;
  for (const { name, help, read } of composed.features.flatMap(({ gauges }) => gauges ?? []))
    metrics.gauge(name, help, read);
  metrics.gauge(
    'boardwire_database_connections',
    'Connections of this process by state',
    async () => {
      const { total, idle, waiting } = database.stats();
      return [
        { label: 'used', value: total - idle },
        { label: 'idle', value: idle },
        { label: 'waiting', value: waiting },
      ];
    },
  );
  metrics.gauge(
    'boardwire_trace_spans_dropped',
    'Spans that no collector took since the start',
    async () => [{ value: tracing.dropped() }],
  );
  metrics.gauge(
    'boardwire_event_lag_seconds',
    'Age of the oldest unread event by consumer',
    async () =>
      (await outbox.lag()).map(({ consumer, lagS }) => ({ label: consumer, value: lagS })),
  );
  metrics.gauge('boardwire_event_parked', 'Events in the dead letters by consumer', async () =>
    (await outbox.lag()).map(({ consumer, parked }) => ({ label: consumer, value: parked })),
  );
}
