import { describe, expect, it } from 'vitest';
import { fromRoot } from '../lib/paths.mjs';
import { leftOutFiles, runsOnRedis } from './flows-on-redis.mjs';
import { listTestFiles } from './test-files.mjs';

describe('SPEC C6: the flows once more with REDIS_URL', () => {
  it('leave out only files that are there, and take all other flows', () => {
    const files = listTestFiles();
    expect(files).toEqual(expect.arrayContaining(leftOutFiles.map((file) => fromRoot(file))));
    expect(runsOnRedis(fromRoot('test/flows/live-nodes.test.ts'))).toBe(true);
    expect(leftOutFiles.map((file) => fromRoot(file)).some(runsOnRedis)).toBe(false);
    expect(files.filter((file) => !file.includes('/test/flows/')).some(runsOnRedis)).toBe(false);
  });
});
