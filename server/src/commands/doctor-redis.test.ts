import { expect, it, vi } from 'vitest';
import { useTempFolders } from '../../../test/harness/temp-folders.ts';
import { findFreePort } from '../platform/queue/redis-server.fixture.ts';
import { redisProgram, useRedis } from '../platform/redis/test-redis.fixture.ts';
import { run } from './doctor.ts';

const createFolder = useTempFolders('doctor');
const redis = useRedis();

/** What the doctor says of Redis. */
async function diagnose(url: string): Promise<string> {
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  try {
    const PORT = String(await findFreePort());
    await run({ REDIS_URL: url, BOARDWIRE_DATA: createFolder(), PORT });
  } finally {
    write.mockRestore();
  }
  return said.find((line) => line.includes('Redis')) ?? '';
}

it.skipIf(redisProgram === '')(
  'SPEC F5: the doctor says of Redis what it is, or what is wrong, and no password (needs valkey- or redis-server)',
  async () => {
    const settings = ['--requirepass', 's3cret', '--maxmemory', '64mb'];
    const { port } = await redis.start(settings);
    expect(await diagnose(`redis://:s3cret@127.0.0.1:${port}`)).toMatch(
      new RegExp(
        `^ok {4}Redis 127\\.0\\.0\\.1:${port} \\([\\d.]+, master, noeviction, \\d+ of 64 MiB used\\)`,
      ),
    );
    const { port: other } = await redis.start(['--maxmemory-policy', 'allkeys-lru']);
    expect(await diagnose(`redis://127.0.0.1:${other}`)).toMatch(/^look .*maxmemory-policy/);
    const wrong = await diagnose(`redis://:wr0ng@127.0.0.1:${port}`);
    expect(wrong).toMatch(/^look .*WRONGPASS/);
    const free = await findFreePort();
    const away = await diagnose(`redis+sentinel://:s3cret@127.0.0.1:${free}/main`);
    expect(away).toContain(
      `look  Redis main of the sentinels 127.0.0.1:${free}: it does not answer`,
    );
    expect(`${wrong}${away}`).not.toMatch(/s3cret|wr0ng/);
  },
);
