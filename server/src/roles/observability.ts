import type { HealthProbe } from '../interfaces/health.ts';
import type { GaugeDefinition } from '../platform/metrics.ts';
import type { Outbox } from '../platform/outbox.ts';
import type { ApiParts } from './api-parts.ts';
import type { Watch } from './delivery-features.ts';
import type { Foundation } from './foundation.ts';
import { describeQueueConnections, describeRedis } from './redis-gauges.ts';
import { listRedisProbes } from './redis-probe.ts';

/** A consumer further behind than this is trouble worth a page. */
const MAX_LAG_S = 300;

/** What `/health` asks. */
export function createProbes(parts: ApiParts): HealthProbe[] {
  const { role, foundation, outbox, worker, watch, bus } = parts;
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
    probeEvents(outbox),
  ];
  // A worker does not watch; a process that serves people does, for there may be no worker (delivery D20).
  if (role !== 'worker')
    probes.push({
      name: 'delivery',
      isRequired: false,
      async check() {
        const problem = watch.problem();
        if (problem !== null) throw new Error(problem);
        return {};
      },
    });
  probes.push(...listRedisProbes(foundation));
  // A worker tells other nodes of what it writes, and hears nothing.
  if (role !== 'worker') probes.push(probeBus(bus));
  if (worker !== null)
    probes.push({
      name: 'queue',
      isRequired: false,
      check: async () => ({ queues: await worker.queue.stats() }),
    });
  return probes;
}

function probeEvents(outbox: Outbox): HealthProbe {
  return {
    name: 'events',
    isRequired: false,
    async check() {
      const consumers = await outbox.lag();
      const late = consumers.find(({ lagS }) => lagS > MAX_LAG_S);
      if (late !== undefined)
        throw new Error(`${late.consumer} is ${Math.round(late.lagS)} s behind`);
      return { consumers };
    },
  };
}

/** Whether other nodes hear of edits at once (live L32). */
function probeBus(bus: ApiParts['bus']): HealthProbe {
  return {
    name: 'live',
    isRequired: false,
    async check() {
      const { isSilent, ...found } = bus.health();
      if (!isSilent) return { ...found };
      throw new Error(
        `notes to other nodes over ${found.engine} do not come back; these follow by the poll, a second later`,
      );
    },
  };
}

/** Adds the gauges of the features and of what lies under them. */
export function registerGauges(parts: ApiParts): void {
  const { foundation, outbox, composed, watch, role, worker } = parts;
  const own = [
    ...describeFoundation(foundation),
    ...describeRedis(foundation),
    describeQueueConnections(worker),
    ...describeOutbox(outbox),
    describeWatch(watch),
    describeRole(role),
  ];
  const gauges = [...composed.features.flatMap((feature) => feature.gauges ?? []), ...own];
  for (const gauge of gauges) foundation.metrics.addGauge(gauge);
}

function describeFoundation({ database, tracing }: Foundation): GaugeDefinition[] {
  return [
    {
      name: 'boardwire_database_connections',
      help: 'Connections of this process by state',
      labelNames: ['state'],
      async read() {
        const { total, idle, waiting } = database.stats();
        return [
          { labels: { state: 'used' }, value: total - idle },
          { labels: { state: 'idle' }, value: idle },
          { labels: { state: 'waiting' }, value: waiting },
        ];
      },
    },
    {
      name: 'boardwire_trace_spans_dropped',
      help: 'Spans that no collector took since the start',
      read: async () => [{ value: tracing.dropped() }],
    },
  ];
}

function describeOutbox(outbox: Outbox): GaugeDefinition[] {
  return [
    {
      name: 'boardwire_event_lag_seconds',
      help: 'Age of the oldest unread event by consumer',
      labelNames: ['consumer'],
      read: async () =>
        (await outbox.lag()).map(({ consumer, lagS }) => ({
          labels: { consumer },
          value: lagS,
        })),
    },
    {
      name: 'boardwire_event_parked',
      help: 'Events in the dead letters by consumer',
      labelNames: ['consumer'],
      read: async () =>
        (await outbox.lag()).map(({ consumer, parked }) => ({
          labels: { consumer },
          value: parked,
        })),
    },
  ];
}

/** Every process tells it, so that it is seen when those that should send are gone (delivery D20). */
function describeWatch(watch: Watch): GaugeDefinition {
  return {
    name: 'boardwire_delivery_overdue_seconds',
    help: 'Age of the oldest delivery that is due, message that nobody has planned, or event that nobody has read',
    read: async () => [{ value: await watch.readOverdueS() }],
  };
}

/** A worker that is gone tells nothing; that nobody tells of one shows it. */
function describeRole(role: ApiParts['role']): GaugeDefinition {
  return {
    name: 'boardwire_process_role',
    help: 'What this process does: all, api or worker',
    labelNames: ['role'],
    read: async () => [{ value: 1, labels: { role } }],
  };
}
