import { describe, expect, it } from 'vitest';
import { readDeadFilter } from './dead-filter.ts';

describe('web W14: the filter of the dead letters lives in the address', () => {
  it('keeps what it knows, answers every key, and reads codes that look like numbers', () => {
    expect(readDeadFilter({ channel: 'email', reason: 550, category: 'custom' })).toEqual({
      channel: 'email',
      reason: '550',
      category: 'custom',
    });
    const none = readDeadFilter({ channel: 'pigeon', reason: '', category: 'x'.repeat(65) });
    expect(Object.entries(none)).toEqual([
      ['channel', undefined],
      ['category', undefined],
      ['reason', undefined],
    ]);
  });
});
