import type { HealthProbe } from '../interfaces/health.ts';
import type { Foundation } from './foundation.ts';

/** Whether Redis answers: waited for at the start (fault F23), done without later (reliability, degraded modes). */
export function listRedisProbes({
  redis,
  redisStart,
}: Pick<Foundation, 'redis' | 'redisStart'>): HealthProbe[] {
  if (redis === null) return [];
  return [
    {
      name: 'redis',
      get isRequired() {
        return redisStart?.isWaiting() === true;
      },
      async check() {
        if (!redis.isUp()) throw new Error(`${redis.description} does not answer`);
        const { version, usedMemoryBytes, maxMemoryBytes, evictionPolicy } = await redis.health();
        return { version, usedMemoryBytes, maxMemoryBytes, evictionPolicy };
      },
    },
  ];
}
