import type { Listener } from '../database/listener.ts';
import type { RedisPool } from '../redis/redis-pool.ts';
import type { BusMetrics } from './bus-meter.ts';
import { createNotifyBus, measureBus, type MeasuredBus } from './node-bus.ts';
import { createRedisBus } from './redis-bus.ts';

/** The bus between nodes: Redis where REDIS_URL names one, Postgres' NOTIFY otherwise. */
export function openNodeBus(
  { redis, listener }: { redis: RedisPool | null; listener: Listener },
  metrics: BusMetrics,
): MeasuredBus {
  return measureBus(redis === null ? createNotifyBus(listener) : createRedisBus(redis), metrics);
}
