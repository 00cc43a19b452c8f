import type { GaugeDefinition } from '../platform/metrics.ts';
import type { Queue } from '../platform/queue/queue.ts';
import type { Foundation } from './foundation.ts';

/** What this process knows of Redis; nothing where there is none. */
export function describeRedis({ redis }: Pick<Foundation, 'redis'>): GaugeDefinition[] {
  return [
    {
      name: 'boardwire_redis_up',
      help: '1 while this process reaches Redis',
      read: async () => (redis === null ? [] : [{ value: redis.isUp() ? 1 : 0 }]),
    },
    {
      name: 'boardwire_redis_memory_bytes',
      help: 'Memory of Redis: used, and max, where it has a limit',
      labelNames: ['kind'],
      async read() {
        if (redis?.isUp() !== true) return [];
        const health = await redis.health();
        return [
          { labels: { kind: 'used' }, value: health.usedMemoryBytes },
          ...(health.maxMemoryBytes > 0
            ? [{ labels: { kind: 'max' }, value: health.maxMemoryBytes }]
            : []),
        ];
      },
    },
  ];
}

/** Whether the job queue of this process can be worked with; nothing where it lies in Postgres, or somewhere else works. */
export function describeQueueConnections(
  worker: { queue: Pick<Queue, 'connections'> } | null,
): GaugeDefinition {
  return {
    name: 'boardwire_queue_connections',
    help: 'Connections of the job queue to Redis: up, and away, which are also those that find a replica',
    labelNames: ['state'],
    async read() {
      const count = worker?.queue.connections() ?? null;
      if (count === null) return [];
      return [
        { labels: { state: 'up' }, value: count.up },
        { labels: { state: 'away' }, value: count.away },
      ];
    },
  };
}
