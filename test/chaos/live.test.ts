import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLive, type LiveVerdict } from './live-run.ts';
import { buildMutant, buildProgram, killLeftPrograms, type Mutation } from './program-process.ts';

let main: string;
beforeAll(async () => {
  main = await buildProgram();
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 180_000;
/** Long enough for most of the load; a mutant keeps some of it waiting for ever. */
const MUTANT_PATIENCE_MS = 5_000;
const nothing = { lost: [], repeated: [], wrong: [] };

/** Batches before the end: the load makes at least this many, however full each of them is. */
const BATCHES = 8;

/** The program ends as by `kill -9` when it passes here for the `count`th time. */
const dieAt = (count: number) =>
  `if ((globalThis.passed = (globalThis.passed ?? 0) + 1) === ${count}) {
     process.kill(process.pid, 'SIGKILL');
     await new Promise(() => undefined);
   }`;

const diesBeforeCommit: Mutation = {
  file: 'board/run-batch.ts',
  find: '    tx.commitBehind(save(batch));\n',
  replace: `    await save(batch);\n${dieAt(BATCHES)}`,
};
const diesBeforeSignal: Mutation = {
  file: 'board/mutate-board.ts',
  find: '  batch.forEach(({ resolve }, index)',
  replace: `${dieAt(BATCHES)}\n  batch.forEach(({ resolve }, index)`,
};
const diesMidSlice: Mutation[] = [
  { file: 'live/slices.ts', find: 'SLICE_SIZE = 200', replace: 'SLICE_SIZE = 1' },
  {
    file: 'live/room-sender.ts',
    find: '    // Others of this process',
    replace: `${dieAt(30)}\n    // Others of this process`,
  },
];

const harm = ({ lost, repeated, wrong }: LiveVerdict) => [...lost, ...repeated, ...wrong];

describe(
  'live L42, fault F1: one of two nodes ends while people edit',
  { timeout: TIMEOUT_MS },
  () => {
    it.each([
      ['before the commit', [diesBeforeCommit]],
      ['before anybody hears of the commit', [diesBeforeSignal]],
      ['between two slices', diesMidSlice],
    ])('kill -9 %s: nothing is lost, repeated or different', async (name, mutations) => {
      const dying = await buildMutant(`dies-${name.replaceAll(' ', '-')}`, mutations);
      expect(await runLive({ mains: [dying, main] })).toMatchObject({
        ...nothing,
        ended: 'SIGKILL',
      });
    });

    it('SIGTERM: as well, and it exits 0', async () => {
      const verdict = await runLive({
        mains: [main, main],
        async strike({ programs: [first] }) {
          first?.signal('SIGTERM');
        },
      });
      expect(verdict).toMatchObject({ ...nothing, ended: 0 });
    });

    it('mutant: a number beyond the next one is taken, and those before it are lost', async () => {
      const mutant = await buildMutant('any-mid', [
        {
          file: 'board/run-batch.ts',
          find: 'if (live.mid > last + 1) return',
          replace: 'if (live.mid < 0) return',
        },
      ]);
      expect(
        harm(await runLive({ mains: [mutant, mutant], patienceMs: MUTANT_PATIENCE_MS })),
      ).not.toEqual([]);
    });

    it('mutant: a sequence that is raised after the commit is given twice', async () => {
      const mutant = await buildMutant('late-seq', [
        {
          file: 'board/board-unit.ts',
          find: 'const counted = writeBoard(',
          replace: `const counted = null; (globalThis.late ??= []).push((later) => writeBoard(later, state.board, { isBoardTouched }, counters)); const counters = now; void (`,
        },
        {
          file: 'board/run-batch.ts',
          find: 'await parts.database.write(scope, async (tx) => {',
          replace: `await raiseLater(parts, () => parts.database.write(scope, async (tx) => {`,
        },
        {
          file: 'board/run-batch.ts',
          find: `    return { outcomes, batch };
  });`,
          replace: `    return { outcomes, batch };
  }));`,
        },
        {
          file: 'board/run-batch.ts',
          find: 'async function runMutation(',
          replace: `async function raiseLater(parts, work) {
  const result = await work();
  for (const raise of (globalThis.late ?? []).splice(0)) await parts.database.write('all', raise);
  return result;
}
async function runMutation(`,
        },
      ]);
      expect(
        harm(await runLive({ mains: [mutant, mutant], patienceMs: MUTANT_PATIENCE_MS })),
      ).not.toEqual([]);
    });
  },
);
