import { describe, expect, it } from 'vitest';
import { isFiltering, readLogFilter, toLogInput, withField, withView } from './log-filter.ts';

const recipientId = '0198a4b2-0000-7000-8000-000000000001';

describe('web W14: the filter of the message log lives in the address', () => {
  it('keeps what it knows and drops the rest', () => {
    const known = { view: 'deliveries', state: 'failed', channel: 'email', recipientId } as const;
    expect(readLogFilter({ ...known, from: '2026-03-12', other: 'x' })).toEqual({
      ...known,
      from: '2026-03-12',
    });
    const junk = { view: 'deliveries', state: 'x', channel: 7, recipientId: 'x', from: 'today' };
    expect(readLogFilter(junk)).toEqual({ view: 'deliveries' });
    expect(readLogFilter({ compose: true, category: 'x'.repeat(65) })).toEqual({ compose: true });
    // The router keeps what is not answered.
    expect(readLogFilter(junk)).toHaveProperty('state', undefined);
  });

  it('lists deliveries for what only they have, wherever it is chosen', () => {
    expect(readLogFilter({ state: 'failed' })).toEqual({ view: 'deliveries', state: 'failed' });
    expect(withField({ category: 'custom' }, 'channel', 'email')).toEqual({
      view: 'deliveries',
      category: 'custom',
      channel: 'email',
    });
    expect(withField({}, 'category', 'custom')).toEqual({ category: 'custom' });
    const one = { view: 'deliveries', state: 'failed' } as const;
    expect(withField(one, 'state', undefined)).toEqual({ view: 'deliveries' });
  });

  it('asks messages for nothing that only deliveries have', () => {
    const filter = {
      view: 'deliveries',
      state: 'failed',
      recipientId,
      from: '2026-03-12',
    } as const;
    expect(withView(filter, 'messages')).toEqual({ from: '2026-03-12' });
    expect(withView({ category: 'custom' }, 'deliveries')).toEqual({
      view: 'deliveries',
      category: 'custom',
    });
  });

  it('reads days by the clock of the reader, with the last one whole', () => {
    const { from, to } = toLogInput('o', { from: '2026-03-12', to: '2026-03-12' });
    expect(from).toBe(new Date('2026-03-12T00:00:00').toISOString());
    expect(to).toBe(new Date('2026-03-13T00:00:00').toISOString());
    expect(toLogInput('o', { from: '2026-13-45' })).toEqual({ organizationId: 'o' });
  });

  it('a view or an open dialog leaves nothing out', () => {
    expect(isFiltering({ view: 'deliveries', compose: true })).toBe(false);
    expect(isFiltering({ category: 'custom' })).toBe(true);
  });
});
