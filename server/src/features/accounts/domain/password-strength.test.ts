import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMON_WORDS, RUNS } from './common-passwords.ts';
import { findWeakness, PASSWORD_MIN_LENGTH } from './password-strength.ts';

const ada = {
  name: 'Ada Lovelace',
  email: 'ada.king@example.test',
  organizationNames: ['Kestrel Works'],
};
const judge = (password: string) => findWeakness(password, ada);

describe('security S4: length', () => {
  it('asks for 15 characters as people count them, after NFKC', () => {
    expect(PASSWORD_MIN_LENGTH).toBe(15);
    expect(judge('tz7 hedge kayak')).toBeNull();
    expect(judge('z7 hedge kayak')).toMatch(/at least 15 characters/);
    // Seven characters of four bytes each are seven.
    expect(judge('🦉🪁🧭🎻🪴🧵🛶')).toMatch(/at least 15 characters/);
    // A ligature unfolds into its letters: fourteen typed, fifteen meant.
    expect(judge('tz7 ﬁdge kayak')).toBeNull();
  });

  it('takes any character, without rules of composition', () => {
    for (const password of [
      'trombone hedge kayak',
      'TROMBONE HEDGE KAYAK',
      '83920174658320194',
      '夜明け前の静かな港に灯る青い光',
      'żółw pędzi przez łąkę',
      '    q7   wn  zp4  ',
      'dragon lamp mirror kettle',
      'correct horse 7 battery staple',
    ]) {
      expect([password, judge(password)]).toEqual([password, null]);
    }
  });

  it('takes 256 characters, and judges the longest input quickly', () => {
    const long = Array.from({ length: 64 }, (_, index) => `${(index * 7_919) % 9_973}x`)
      .join('')
      .slice(0, 256);
    expect(long).toHaveLength(256);
    expect(judge(long)).toBeNull();
    expect(judge('ﷺ'.repeat(256))).not.toBeUndefined();
  });
});

describe('security S4: common passwords and patterns', () => {
  it.each([
    '123456789012345',
    '000000000000000',
    '987654321098765',
    'aaaaaaaaaaaaaaa',
    'abcdefghijklmno',
    'abcabcabcabcabc',
    'passwordpassword',
    'P@ssw0rdP@ssw0rd!',
    'Password1234567!',
    'password12345678',
    'Passw0rd2024!!!',
    'letmein123456789',
    'qwertyuiop12345',
    'qwertyqwertyqwerty',
    'qwertyuiopasdfgh',
    '1qaz2wsx3edc4rfv',
    '1q2w3e4r5t6y7u8i',
    'asdfghjkl;asdfg',
    'zaq12wsxcde34rfv',
    'a1b2c3d4e5f6g7h8',
    'correcthorsebatterystaple',
    'Correct-Horse-Battery-Staple',
    'thisismypassword',
    'ThisIsMyPassword1',
    'iloveyou iloveyou',
    'maytheforcebewithyou',
    'winteriscoming2024',
    'administrator123',
    'changemechangeme',
    'adminadminadmin1',
    'welcome welcome 1',
    'January2024January',
    'summer2023winter',
    '31415926535897932',
    'boardwireboardwire',
    'boardwire2026!!!',
    'BoardwirePassword',
    'welcome to boardwire',
    'the boardwire admin 1',
    'monkeydragon1234',
    '11112222333344445555',
    'kevin1234567890',
  ])('refuses %s', (password) => {
    expect(password.length).toBeGreaterThanOrEqual(PASSWORD_MIN_LENGTH);
    expect(judge(password)).not.toBeNull();
  });

  it('refuses whatever repeats a unit shorter than a password', () => {
    const unit = fc.string({
      minLength: 1,
      maxLength: 14,
      unit: fc.constantFrom(...'bcdghjkmnprtvwxz2456789'),
    });
    fc.assert(
      fc.property(unit, (text) => {
        expect(
          judge(text.repeat(Math.max(2, Math.ceil(PASSWORD_MIN_LENGTH / text.length)))),
        ).not.toBeNull();
      }),
    );
  });

  it('refuses up to three common words with runs around, in any spelling', () => {
    const words = fc.array(
      fc.constantFrom(...[...COMMON_WORDS].filter((word) => word.length > 4)),
      { minLength: 1, maxLength: 3 },
    );
    const run = fc.constantFrom(...RUNS.map((line) => line.slice(0, 9)));
    const shout = (text: string) =>
      text.toUpperCase().replaceAll('A', '@').replaceAll('O', '0').replaceAll('E', '3');
    fc.assert(
      fc.property(words, run, fc.boolean(), (parts, tail, isLoud) => {
        const text = parts.join('-');
        const password = `${isLoud ? shout(text) : text}${tail}${tail}`;
        expect([password, judge(password)]).not.toEqual([password, null]);
      }),
    );
  });

  it('takes random passwords: the lists leave room', () => {
    const random = fc.string({
      minLength: 18,
      maxLength: 40,
      unit: fc.constantFrom(...'bcdfghjkmnpqrtvwxzBCDFGHJKMNPQRTVWXZ24679'),
    });
    fc.assert(
      fc.property(random, (password) => judge(password) === null),
      { numRuns: 300, seed: 7, examples: [] },
    );
  });
});

describe('security S4: one’s own names', () => {
  it.each([
    ['Ada Lovelace 1815', /your name/],
    ['i am ada_lovelace too', /your name/],
    ['ADALOVELACEROCKS', /your name/],
    ['4da L0velace sails', /your name/],
    ['ada.king@example.test', /mail address/],
    ['hello adaking kayak', /mail address/],
    ['kestrelworks kayak 7', /organization/],
    ['The Kestrel Works 31', /organization/],
    ['lovelace123456789', /common/],
    ['lovelace kestrel 12', /common/],
  ])('refuses %s', (password, message) => {
    expect(judge(password)).toMatch(message);
  });

  it('does not mind a short name within another word', () => {
    expect(
      findWeakness('savannah elephants at dawn', { ...ada, name: 'Anna', email: 'a@example.test' }),
    ).toBeNull();
  });
});
