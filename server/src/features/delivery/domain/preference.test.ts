import { describe, expect, it } from 'vitest';
import { choose, type CategoryDefaults, type Preference } from './preference.ts';

const defaults: CategoryDefaults = {
  category: 'mention',
  modes: { inApp: 'on', email: 'on', push: 'on', sms: 'off', webhook: 'off' },
  isMandatory: false,
};
const subject = { itemId: 'item', boardId: 'board', workspaceId: 'workspace' };
const rule = (changes: Partial<Preference>): Preference => ({
  scope: 'all',
  scopeId: null,
  category: null,
  channel: null,
  mode: 'off',
  ...changes,
});
const modeOf = (...preferences: Preference[]) =>
  choose(defaults, 'email', { preferences, subject }).mode;

describe('SPEC D3: preferences', () => {
  it('leave the default standing where nobody chose', () => {
    const elsewhere = rule({ scope: 'board', scopeId: 'another' });
    expect(choose(defaults, 'email', { preferences: [elsewhere], subject })).toEqual({
      mode: 'on',
      decidedBy: { kind: 'default' },
    });
    expect(modeOf(rule({ channel: 'push' }))).toBe('on');
    expect(modeOf(rule({ category: 'assignment' }))).toBe('on');
  });

  it('let the narrowest place win, and name the rule', () => {
    const everywhere = rule({ mode: 'off' });
    const workspace = rule({ scope: 'workspace', scopeId: 'workspace', mode: 'digest' });
    const board = rule({ scope: 'board', scopeId: 'board', mode: 'off' });
    const item = rule({ scope: 'item', scopeId: 'item', mode: 'on' });
    expect(modeOf(everywhere, workspace)).toBe('digest');
    expect(modeOf(board, workspace, everywhere)).toBe('off');
    const choice = choose(defaults, 'email', {
      preferences: [everywhere, board, item, workspace],
      subject,
    });
    expect(choice).toEqual({ mode: 'on', decidedBy: { kind: 'preference', rule: item } });
  });

  it('let the exact category win in one place, then the exact channel', () => {
    const digests = rule({ scope: 'board', scopeId: 'board', mode: 'digest' });
    const mentions = rule({ ...digests, category: 'mention', mode: 'on' });
    expect(modeOf(digests, mentions)).toBe('on');
    expect(modeOf(digests, rule({ ...digests, channel: 'email', mode: 'off' }))).toBe('off');
    expect(modeOf(mentions, rule({ ...digests, channel: 'email', mode: 'off' }))).toBe('on');
    const nothing = rule({});
    expect(modeOf(nothing, rule({ category: 'mention', mode: 'on' }))).toBe('on');
  });

  it('hear nothing of a muted place, whatever was chosen there before; what is narrower counts', () => {
    const muted = rule({ scope: 'board', scopeId: 'board' });
    const chosen = rule({ ...muted, category: 'mention', channel: 'email', mode: 'on' });
    expect(modeOf(chosen, muted)).toBe('off');
    expect(modeOf(muted, rule({ scope: 'item', scopeId: 'item', mode: 'on' }))).toBe('on');
  });

  it('take no rule of a place that a message without that place could match', () => {
    const strange = rule({ scope: 'board', scopeId: null });
    expect(choose(defaults, 'email', { preferences: [strange], subject: {} }).mode).toBe('on');
  });

  it('cannot turn off what everybody must get', () => {
    const account = { ...defaults, category: 'account', isMandatory: true };
    expect(choose(account, 'email', { preferences: [rule({})], subject })).toEqual({
      mode: 'on',
      decidedBy: { kind: 'mandatory' },
    });
  });
});
