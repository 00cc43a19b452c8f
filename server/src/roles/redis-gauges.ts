import type { GaugeDefinition } from '../platform/metrics.ts';
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
