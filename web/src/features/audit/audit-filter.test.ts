import { describe, expect, it } from 'vitest';
import { readAuditFilter, toAuditInput } from './audit-filter.ts';

describe('web W14: the audit filter in the address', () => {
  it('takes its own texts and drops the rest', () => {
    const search = { action: 'member', from: '2026-03-01', to: 7, new: true, actorId: '' };
    expect(readAuditFilter(search)).toEqual({ action: 'member', from: '2026-03-01' });
  });

  it('asks for a group of acts by its beginning', () => {
    expect(toAuditInput('o', { action: 'member' })).toEqual({
      organizationId: 'o',
      action: 'member.',
    });
  });

  it('includes the whole last day, in the time zone of the reader', () => {
    const input = toAuditInput('o', { from: '2026-03-01', to: '2026-03-01' });
    expect(input.from).toBe(new Date('2026-03-01T00:00:00').toISOString());
    expect(input.to).toBe(new Date('2026-03-02T00:00:00').toISOString());
  });

  it('ignores what is no day', () => {
    expect(toAuditInput('o', { from: 'yesterday', to: '2026-13-45' })).toEqual({
      organizationId: 'o',
    });
  });
});
