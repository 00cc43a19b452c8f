import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurried } from './delivery-builds.ts';
import { killPostmaster, runFault, survivesIdleLoss, type FaultRun } from './faults.ts';
import { buildMutant, killLeftPrograms, type Mutation } from './program-process.ts';

let main: string;
beforeAll(async () => {
  main = await buildHurried('hurried');
});
afterAll(killLeftPrograms);

/** Nobody waits a minute for the next attempt of a mail, or for a breaker: minutes are seconds. */
const seconds: readonly Mutation[] = [
  {
    file: 'delivery/domain/retry-schedule.ts',
    find: 'email: [\n    2 * SECOND_MS,\n    MINUTE_MS,\n    5 * MINUTE_MS,',
    replace: 'email: [\n    2 * SECOND_MS,\n    2 * SECOND_MS,\n    5 * SECOND_MS,',
  },
  {
    file: 'delivery/domain/settle.ts',
    find: 'PUT_OFF_MS = 60_000',
    replace: 'PUT_OFF_MS = 1_000',
  },
];

/** The program, or a broken one, with short waits for what was left half-done. */
function buildHurried(name: string, mutations: readonly Mutation[] = []): Promise<string> {
  return buildMutant(name, [...hurried, ...seconds, ...mutations]);
}

const EDITS = 500;
const TIMEOUT_MS = 360_000;
const nothing = { lost: [], repeated: [], wrong: [] };

const killProgram: Pick<FaultRun, 'faults' | 'strike'> = {
  faults: 5,
  async strike({ program, restart }) {
    program.signal('SIGKILL');
    await program.exited;
    await restart();
  },
};

const killDatabase: Pick<FaultRun, 'faults' | 'strike'> = {
  faults: 4,
  async strike({ dataFolder }) {
    killPostmaster(dataFolder);
  },
};

describe('fault F1: the program is killed while clients write', { timeout: TIMEOUT_MS }, () => {
  it('loses, repeats and gets wrong nothing', async () => {
    expect(await runFault({ main, edits: EDITS, ...killProgram })).toMatchObject(nothing);
  });

  it('mutant: events written after the commit are lost', async () => {
    const mutant = await buildHurried('late-events', [
      {
        file: 'platform/run-operation.ts',
        find: 'appendEvents(tx, additions.events, { actor, request, now }),',
        replace: '',
      },
      {
        file: 'platform/run-operation.ts',
        find: 'if (additions.epochs.length > 0) parts.epochs.apply(additions.epochs);',
        replace: `if (additions.epochs.length > 0) parts.epochs.apply(additions.epochs);
          await parts.database.write('all', (tx) =>
            appendEvents(tx, additions.events, { actor: call.actor, request: call.request, now: new Date() }));`,
      },
    ]);
    const { lost } = await runFault({ main: mutant, edits: EDITS, ...killProgram });
    expect(lost).not.toEqual([]);
  });
});

describe('fault F3: the postmaster is killed while clients write', { timeout: TIMEOUT_MS }, () => {
  it('loses, repeats and gets wrong nothing; the program lives through it', async () => {
    expect(await runFault({ main, edits: EDITS, ...killDatabase })).toMatchObject(nothing);
  });

  it('mutant: commits that do not wait for the disk are lost', async () => {
    const mutant = await buildHurried('no-flush', [
      {
        file: 'platform/database/database.ts',
        find: '-c synchronous_commit=on',
        replace: '-c synchronous_commit=off',
      },
    ]);
    const verdict = await runFault({ main: mutant, edits: EDITS, ...killDatabase });
    expect([...verdict.lost, ...verdict.wrong]).not.toEqual([]);
  });

  it('lives through the loss of idle connections', async () => {
    expect(await survivesIdleLoss(main)).toBe(true);
  });

  it('mutant: a pool without an error listener ends the program', async () => {
    const mutant = await buildHurried('no-listener', [
      {
        file: 'platform/database/database.ts',
        find: `pool.on('error', reportLoss);`,
        replace: '',
      },
    ]);
    expect(await survivesIdleLoss(mutant)).toBe(false);
  });
});
