import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHold } from './hold.ts';

describe('web W10: rows are held', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const start = () => {
    const told: string[] = [];
    const hold = createHold({
      hold: (isHeld, anchorId) => told.push(isHeld ? `hold ${anchorId ?? ''}`.trim() : 'let go'),
      release: () => told.push('release'),
    });
    return { hold, told };
  };

  it('until the pointer has left for a second', () => {
    const { hold, told } = start();
    hold.setBusy('pointer', true);
    hold.setAnchor('a');
    hold.setBusy('pointer', false);
    vi.advanceTimersByTime(999);
    expect(told).toEqual(['hold', 'hold a']);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['hold', 'hold a', 'let go', 'release']);
  });

  it('on, when the pointer comes back within the second', () => {
    const { hold, told } = start();
    hold.setBusy('pointer', true);
    hold.setBusy('pointer', false);
    vi.advanceTimersByTime(900);
    hold.setBusy('pointer', true);
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual(['hold', 'hold']);
  });

  it('while one reason is left', () => {
    const { hold, told } = start();
    hold.setBusy('drag', true);
    hold.setBusy('editor', true);
    hold.setBusy('drag', false);
    vi.advanceTimersByTime(5_000);
    expect(told).not.toContain('release');
    hold.setBusy('editor', false);
    vi.advanceTimersByTime(1_000);
    expect(told).toContain('release');
  });

  it('and let go at once by "Re-sort"', () => {
    const { hold, told } = start();
    hold.setBusy('focus', true);
    hold.resort();
    expect(told).toEqual(['hold', 'release']);
  });
});
