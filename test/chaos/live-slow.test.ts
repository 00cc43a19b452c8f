import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchesUp, runFlood } from './live-flood.ts';
import { buildMutant, buildProgram, killLeftPrograms } from './program-process.ts';
import { nightly } from '../harness/tier.ts';

let main: string;
beforeAll(async () => {
  main = await buildProgram();
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 400_000;
/** live L44 says 200 in all, fault F10 how slow some are. */
const MANY = { healthy: 168, slow: 30, comparesMemory: true };
const FEW = { healthy: 10, slow: 3 };
/** Fault F10. */
const MAX_GROWTH_MB = 100;

// They wait most of the time.
describe.concurrent(
  'live L44, fault F10: readers slower than their board',
  { timeout: TIMEOUT_MS },
  () => {
    it('of 200 screens those that read too slowly are cut and come back; the others get everything', async () => {
      const verdict = await runFlood(main, MANY);
      process.stdout.write(`live L44, fault F10: ${JSON.stringify(verdict)}\n`);
      expect(verdict).toMatchObject({
        harmed: 0,
        closed: MANY.slow + 1,
        hasStumblerCaughtUp: true,
        resynced: MANY.slow + 1,
      });
      expect(verdict.closedAsSlow).toBeGreaterThan(0);
      expect(verdict.grownMb).toBeLessThan(MAX_GROWTH_MB);
    });

    nightly('mutant: without a cap the slow ones stay', async () => {
      const mutant = await buildMutant('no-cap', [
        {
          file: 'live/slow-consumers.ts',
          find: 'TOO_MANY_BYTES = 1_048_576',
          replace: 'TOO_MANY_BYTES = 1e12',
        },
        {
          file: 'live/slow-consumers.ts',
          find: 'MAX_LAG_MS = 10_000',
          replace: 'MAX_LAG_MS = 1e12',
        },
      ]);
      expect(await runFlood(mutant, FEW)).toMatchObject({ closedAsSlow: 0 });
    });

    nightly('mutant: whoever has lagged is cut later, although it caught up', async () => {
      const mutant = await buildMutant('lag-for-ever', [
        {
          file: 'live/slow-consumers.ts',
          find: '    laggingSinceMs.delete(session);\n    void hub.resume(',
          replace: '    void hub.resume(',
        },
      ]);
      const { hasStumblerCaughtUp, closedAsSlow } = await runFlood(mutant, FEW);
      expect({ hasStumblerCaughtUp, closedAsSlow }).toEqual({
        hasStumblerCaughtUp: false,
        closedAsSlow: FEW.slow + 2,
      });
    });

    it('live L9, L36: whoever missed much is not cut for what it is sent', async () => {
      expect(await catchesUp(main)).toBe(true);
    });

    nightly('mutant: a replay of any length is sent at once', async () => {
      const mutant = await buildMutant('long-replay', [
        {
          file: 'live/join-room.ts',
          find: 'MAX_REPLAY_BYTES = 524_288',
          replace: 'MAX_REPLAY_BYTES = 1e12',
        },
      ]);
      expect(await catchesUp(mutant)).toBe(false);
    });
  },
);
