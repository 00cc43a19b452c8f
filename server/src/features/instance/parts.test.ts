import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../platform/config/config.ts';
import { describeInstance, mailEngine } from './parts.ts';

const at = '2026-11-05T14:30:00.000Z';
const configOf = (environment: Record<string, string>) =>
  loadConfig({ DATABASE_URL: 'postgres://127.0.0.1/boardwire', ...environment });
const find = (parts: ReturnType<typeof describeInstance>, part: string) =>
  parts.find(({ name }) => name === part);

describe('web W49: what the page says of mail and jobs', () => {
  it('is what the worker reported, where another process answers', () => {
    const api = configOf({ BOARDWIRE_ROLE: 'api', SMTP_URL: 'smtp://mail.example.test' });
    const report = { mail: 'builtIn', queue: 'on', at } as const;
    const parts = describeInstance(api, report);
    expect(find(parts, 'mail')).toMatchObject({ state: 'builtIn', reportedAt: at });
    expect(find(parts, 'queue')).toMatchObject({ state: 'on', reportedAt: at });
    expect(find(parts, 'database')).toMatchObject({ state: 'on', reportedAt: null });
    expect(mailEngine(api, report)).toBe('mailbox');
  });

  it('is unknown until a worker has reported', () => {
    const api = configOf({ BOARDWIRE_ROLE: 'api', SMTP_URL: 'smtp://mail.example.test' });
    expect(find(describeInstance(api, null), 'mail')).toMatchObject({ state: 'unknown' });
    expect(mailEngine(api, null)).toBe('smtp');
  });

  it('is the process’s own word where it does everything', () => {
    const all = configOf({ SMTP_URL: 'smtp://mail.example.test' });
    const old = { mail: 'builtIn', queue: 'on', at } as const;
    const parts = describeInstance(all, old);
    expect(find(parts, 'mail')).toMatchObject({ state: 'on', reportedAt: null });
    expect(find(parts, 'queue')).toMatchObject({ state: 'builtIn', reportedAt: null });
    expect(mailEngine(all, old)).toBe('smtp');
  });
});
