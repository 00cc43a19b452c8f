import { describe, expect, it } from 'vitest';
import type { AuditEntry } from './audit-entry.ts';
import { summarizeEntry } from './summarize-entry.ts';

const names = new Map([
  ['u1', 'Ada Lovelace'],
  ['u2', 'Grace Hopper'],
]);

function entry(change: Partial<AuditEntry>): AuditEntry {
  return {
    id: 'e',
    sequence: 1,
    action: 'member.roleChanged',
    outcome: 'done',
    actor: { kind: 'user', userId: 'u1', apiKeyId: null, name: 'Ada Lovelace' },
    target: null,
    details: {},
    ipAddress: null,
    userAgent: null,
    requestId: null,
    at: '2026-03-01T00:00:00.000Z',
    ...change,
  };
}

describe('SPEC A6: the gist of an audit entry', () => {
  it('names the person it happened to, and the change', () => {
    const target = { type: 'user', id: 'u2' };
    const details = { from: 'Member', to: 'Admin' };
    expect(summarizeEntry(entry({ target, details }), names)).toBe('Grace Hopper · Member → Admin');
  });

  it('prefers the name that was written down: people leave the list', () => {
    const details = { name: 'Grace', role: 'Member' };
    expect(summarizeEntry(entry({ target: { type: 'user', id: 'u2' }, details }), names)).toBe(
      'Grace · Member',
    );
  });

  it('does not repeat who acted, and shows no bare ids', () => {
    expect(summarizeEntry(entry({ target: { type: 'user', id: 'u1' } }), names)).toBe('');
    expect(summarizeEntry(entry({ target: { type: 'role', id: 'r' } }), names)).toBe('');
  });
});
