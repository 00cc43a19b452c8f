import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { buildForTests, type MutantName } from './delivery-builds.ts';
import { SENDER_ENDED } from './delivery-checker.ts';
import { runDelivery, type DeliveryReport, type DeliveryRun } from './delivery-run.ts';
import { killLeftPrograms } from './program-process.ts';
import { describeNightly } from '../harness/tier.ts';

let main: string;
beforeAll(async () => {
  main = await buildForTests();
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 180_000;
const nothing = { lost: [], repeated: [], wrong: [] };
/** Calls of one worker at once: what its end leaves in doubt at most. */
const SLOTS = { email: 10, webhook: 20 };
/** A mutant never gets to the end; what it did wrong until then is enough. */
const MUTANT_PATIENCE_MS = 12_000;

type Plan = Pick<DeliveryRun, 'notifications' | 'faults' | 'strikes' | 'pauseMs' | 'takeMs'> & {
  /** Workers hear no bell. */
  isDeaf?: boolean;
};

async function run(
  name: string,
  { isDeaf = false, ...plan }: Plan,
  mutant?: MutantName,
): Promise<DeliveryReport> {
  const database: TestDatabase = await createTestDatabase();
  try {
    return await runDelivery({
      name: mutant === undefined ? name : `${name}, mutant ${mutant}`,
      main: mutant === undefined && !isDeaf ? main : await buildForTests(mutant, { isDeaf }),
      database,
      ...plan,
      ...(mutant !== undefined && { patienceMs: MUTANT_PATIENCE_MS, isEnough: hasRepeated }),
    });
  } finally {
    await database.drop();
  }
}

/** What has come again without a doubt stays so; what is lost is known in the end alone. */
const hasRepeated = ({ repeated }: Pick<DeliveryReport, 'repeated'>) => repeated.length > 0;
const faultsOf = ({ lost, repeated, wrong }: DeliveryReport) => [...lost, ...repeated, ...wrong];
const afterDeath = ({ byPolicy }: DeliveryReport) =>
  byPolicy.filter((each) => each.endsWith(SENDER_ENDED));
const countAgain = ({ byPolicy }: DeliveryReport, channel: string) =>
  byPolicy.filter((each) => each.startsWith(channel)).length;

describe('fault F2: workers are killed while they send', { timeout: TIMEOUT_MS }, () => {
  const plan: Plan = {
    notifications: 480,
    faults: ['killWorker'],
    strikes: 6,
    pauseMs: [200, 600],
  };

  it('fault F2, reliability R5, R6: nothing is lost or failed; inbox and texts come once, mails again only in doubt', async () => {
    const report = await run('fault F2', plan);
    // None came again but what a worker had in hand when it was killed (see the checker).
    expect(report).toMatchObject(nothing);
    expect(afterDeath(report)).toEqual(report.byPolicy);
    for (const [channel, slots] of Object.entries(SLOTS))
      expect(countAgain(report, channel)).toBeLessThanOrEqual(plan.strikes * slots);
  });

  it('mutant: an attempt that is written after the send comes again without a doubt', async () => {
    const report = await run('fault F2', plan, 'attempt row after the send');
    expect(faultsOf(report)).not.toEqual([]);
  });
});

describe('delivery D2: the promise', { timeout: TIMEOUT_MS }, () => {
  it('delivery D2: what was answered with 202 is delivered when the api is killed right after it', async () => {
    const plan: Plan = {
      notifications: 320,
      faults: ['killApi'],
      strikes: 4,
      pauseMs: [100, 600],
    };
    const report = await run('202, then api killed', plan);
    expect(report).toMatchObject({ ...nothing, byPolicy: [] });
  });
});

describe('fault F3: the database cuts connections', { timeout: TIMEOUT_MS }, () => {
  const plan: Plan = {
    notifications: 480,
    faults: ['killBackends', 'cutFinishes', 'killBackends', 'exhaustPool'],
    strikes: 12,
    pauseMs: [700, 700],
    // As long as a pause: ends are on their way when the fault strikes, however quick all else is.
    takeMs: 700,
  };

  it('fault F3b, F24, delivery D7: nothing is lost, and no sender is taken for dead', async () => {
    const report = await run('fault F3b', plan);
    expect(report).toMatchObject(nothing);
    expect(afterDeath(report)).toEqual([]);
  });

  it('mutant: an end that is written once only is forgotten, and sent again', async () => {
    const { repeated } = await run('fault F3b', plan, 'finish without retry');
    expect(repeated).not.toEqual([]);
  });
});

describeNightly('fault F5: the broker is wiped', { timeout: TIMEOUT_MS }, () => {
  const plan: Plan = {
    notifications: 240,
    faults: ['wipeBroker', 'killWorker'],
    strikes: 4,
    pauseMs: [100, 500],
  };

  it('fault F5, delivery D1, D19: everything goes on by the ledger', async () => {
    expect(await run('fault F5', plan)).toMatchObject(nothing);
  });
});

describeNightly('fault F5: nobody hears the bell', { timeout: TIMEOUT_MS }, () => {
  const plan: Plan = { notifications: 40, faults: [], strikes: 1, pauseMs: [0, 0], isDeaf: true };

  it('fault F5, delivery D19: the sweep finds everything that is due', async () => {
    expect(await run('fault F5, bell unheard', plan)).toMatchObject(nothing);
  });

  it('mutant: nobody looks for what was never rung for', async () => {
    const { lost } = await run('fault F5, bell unheard', plan, 'sweeper off');
    expect(lost).not.toEqual([]);
  });
});

describeNightly('fault F13: the clock of the database jumps', { timeout: TIMEOUT_MS }, () => {
  const plan: Plan = {
    notifications: 96,
    faults: ['jumpClock'],
    strikes: 24,
    pauseMs: [150, 300],
    // Longer than from one sign of life to the next, and than from one look to the next.
    takeMs: 2_500,
  };

  it('fault F13, delivery D9: no live lease is taken', async () => {
    expect(await run('fault F13', plan)).toMatchObject({ ...nothing, byPolicy: [] });
  });

  it('mutant: a lease that one look finds over is taken from a live sender', async () => {
    const { repeated } = await run('fault F13', plan, 'lease trusts one look');
    expect(repeated).not.toEqual([]);
  });
});
