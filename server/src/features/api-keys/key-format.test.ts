import { describe, expect, it } from 'vitest';
import { createKey, parseKey } from './key-format.ts';

describe('key format', () => {
  it('security S9: a key names itself and hides its secret', () => {
    const { key, prefix, secretHash } = createKey();
    expect(key).toMatch(/^bw_sk_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
    expect(key.startsWith(`${prefix}_`)).toBe(true);
    expect(parseKey(key)).toEqual({ prefix, secretHash });
    expect(secretHash.includes(key.slice(prefix.length + 1))).toBe(false);
  });

  it('security S9: no two keys are alike', () => {
    const keys = Array.from({ length: 1_000 }, createKey);
    expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(keys.length);
    expect(new Set(keys.map(({ secretHash }) => secretHash.toString('hex'))).size).toBe(
      keys.length,
    );
  });

  it('security S9: each single slip is noticed without a look-up', () => {
    const { key } = createKey();
    for (let position = 0; position < key.length; position += 1) {
      const other = key[position] === 'x' ? 'y' : 'x';
      const mistyped = key.slice(0, position) + other + key.slice(position + 1);
      expect(parseKey(mistyped), mistyped).toBeNull();
    }
  });

  it.each(['', 'bw_sk_', 'bw_sk_abc_def', `${createKey().key} `, createKey().key.slice(0, -1)])(
    'refuses %j',
    (text) => {
      expect(parseKey(text)).toBeNull();
    },
  );
});
