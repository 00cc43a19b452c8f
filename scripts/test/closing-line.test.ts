import { describe, expect, it } from 'vitest';
import { formatClosingLine, tallyRun } from './closing-line.mjs';

const good = { passed: 3, failed: 0, skipped: [] };

describe('closing line', () => {
  it('names passed and failed, and skipped only when there are some', () => {
    expect(formatClosingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(formatClosingLine({ passed: 12, failed: 1, skipped: 2 })).toBe(
      '12 passed, 1 failed, 2 skipped',
    );
  });

  it('counts a run that died as one failure', () => {
    const tally = tallyRun({ summary: undefined, exitCode: 0, isCi: false });
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a bad end outside of any test as one failure', () => {
    const tally = tallyRun({ summary: good, exitCode: 1, isCi: false });
    expect(tally).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it('does not count a failed test twice', () => {
    const tally = tallyRun({ summary: { ...good, failed: 2 }, exitCode: 1, isCi: false });
    expect(tally).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  it('counts a run without tests as one failure', () => {
    const summary = { passed: 0, failed: 0, skipped: [] };
    expect(tallyRun({ summary, exitCode: 0, isCi: false }).failed).toBe(1);
  });

  it('counts skipped tests as failed only with CI=true', () => {
    const summary = { ...good, skipped: ['a', 'b'] };
    const atHome = tallyRun({ summary, exitCode: 0, isCi: false });
    const inCi = tallyRun({ summary, exitCode: 0, isCi: true });
    expect(atHome).toEqual({ passed: 3, failed: 0, skipped: 2 });
    expect(inCi).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });
});
