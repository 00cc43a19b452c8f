import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../harness/postgres.ts';
import { buildForTests, type MutantName } from './delivery-builds.ts';
import { runFreeze, type FreezeReport } from './delivery-freeze.ts';
import { killLeftPrograms } from './program-process.ts';
import { nightly } from '../harness/tier.ts';

afterAll(killLeftPrograms);

async function freeze(mutant?: MutantName): Promise<FreezeReport> {
  const database = await createTestDatabase();
  try {
    return await runFreeze(await buildForTests(mutant), database);
  } finally {
    await database.drop();
  }
}

const callsOf = ({ calls }: FreezeReport) => calls.reduce((sum, count) => sum + count, 0);

describe('fault F2: a worker sleeps through its lease', { timeout: 180_000 }, () => {
  it('fault F2, delivery D6, D9: whoever took over has the say, and nothing is sent a third time', async () => {
    const report = await freeze();
    expect(report.calls.length).toBeGreaterThan(1);
    expect(callsOf(report)).toBe(2 * report.calls.length);
    expect(new Set(report.attempts)).toEqual(new Set(['sent: uncertain, accepted']));
  });

  nightly(
    'mutant: without the fence, the one that woke up takes the call back, and it comes again',
    async () => {
      const report = await freeze('fence ignored');
      expect(callsOf(report)).toBeGreaterThan(2 * report.calls.length);
    },
  );
});
