import { afterEach, describe, expect, it } from 'vitest';
import { DAY_MS, sleep } from '../kernel/time.ts';
import { createChoreRunner, type ChoreRunner } from './chores.ts';
import type { Chore } from './feature.ts';
import { createLog } from './log.ts';

const runners: ChoreRunner[] = [];
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
});

function start(run: Chore['run'], { intervalMs = DAY_MS } = {}): ChoreRunner {
  const runner = createChoreRunner([{ name: 'test', intervalMs, run }], createLog('silent'), 10);
  runners.push(runner);
  runner.start();
  return runner;
}

describe('chores', () => {
  it('run soon after the start, however long their interval is', async () => {
    await new Promise<void>((resolve) => start(async () => resolve()));
  });

  it('run again after a failure', async () => {
    let runs = 0;
    await new Promise<void>((resolve) =>
      start(
        async () => {
          runs += 1;
          if (runs === 1) throw new Error('failed');
          resolve();
        },
        { intervalMs: 10 },
      ),
    );
  });

  it('reliability R21: one that has much to do ends when the program stops', async () => {
    let steps = 0;
    const runner = await new Promise<ChoreRunner>((resolve) => {
      const started = start(async (signal) => {
        while (!signal.aborted) {
          steps += 1;
          resolve(started);
          await sleep(1);
        }
      });
    });
    await runner.stop();
    const atStop = steps;
    await sleep(20);
    expect(steps).toBe(atStop);
  });
});
