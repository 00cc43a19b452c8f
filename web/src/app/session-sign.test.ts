import type { SessionState } from '@boardwire/sdk/session-store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PREFERENCES_KEY } from './preferences.ts';
import { followSessionSign, mayHaveSession, noteSession } from './session-sign.ts';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('web: the sign that a session may exist', () => {
  it('is missing at the first visit, and there from before there was a sign', () => {
    expect(mayHaveSession()).toBe(false);
    stored.set(PREFERENCES_KEY, '{}');
    expect(mayHaveSession()).toBe(true);
    noteSession(false);
    expect(mayHaveSession()).toBe(false);
  });

  it.each<[SessionState, boolean]>([
    [{ status: 'signedIn' }, true],
    [{ status: 'signedOut' }, false],
    [{ status: 'ended', reason: 'refused' }, false],
    [{ status: 'ended', reason: 'signedOutElsewhere' }, false],
    [{ status: 'ended', reason: 'accountChanged' }, true],
  ])('after %j it says %s', (state, isOpen) => {
    noteSession(!isOpen);
    let listener = () => {};
    followSessionSign({
      get: () => state,
      subscribe: (given) => {
        listener = given;
        return () => undefined;
      },
    });
    listener();
    expect(mayHaveSession()).toBe(isOpen);
  });

  it('lets the server decide where storage is blocked', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new Error('blocked');
      },
    });
    expect(mayHaveSession()).toBe(true);
  });
});
