import { pino } from 'pino';
import { openRedis } from './open-redis.ts';
import { parseRedisUrl } from './redis-url.ts';

/** A process for tests, since Node reads NODE_EXTRA_CA_CERTS at its start: tells what it heard of itself through Redis. */
const pool = openRedis(parseRedisUrl(process.argv[2] ?? ''), {
  log: pino({ level: 'silent' }),
  instanceId: 'tls',
});
pool.subscribe(
  'echo',
  (payload) => {
    process.stdout.write(`${payload}\n`);
    void pool.close();
  },
  () => pool.publish('echo', 'heard'),
);
