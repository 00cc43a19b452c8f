import { describe, expect, it } from 'vitest';
import { joinRunning, type Running } from './join-running.ts';

describe('joinRunning', () => {
  it('acts once for calls that come while a run goes on, and again after it', async () => {
    const running: Running = { current: null };
    let runs = 0;
    const act = async () => {
      runs += 1;
      await Promise.resolve();
    };
    await Promise.all([joinRunning(running, act), joinRunning(running, act)]);
    expect(runs).toBe(1);
    await joinRunning(running, act);
    expect(runs).toBe(2);
  });

  it('acts again after a run that failed', async () => {
    const running: Running = { current: null };
    await expect(joinRunning(running, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    let runs = 0;
    await joinRunning(running, async () => void (runs += 1));
    expect(runs).toBe(1);
  });
});
