import { describe, expect, it } from 'vitest';
import { measureSms } from './sms-segments.ts';

describe('delivery, SMS: segments as they are billed', () => {
  it.each([
    ['', 'gsm7', 1],
    ['a'.repeat(160), 'gsm7', 1],
    ['a'.repeat(161), 'gsm7', 2],
    ['a'.repeat(306), 'gsm7', 2],
    ['a'.repeat(307), 'gsm7', 3],
    // The euro sign takes two places.
    ['€'.repeat(80), 'gsm7', 1],
    ['€'.repeat(81), 'gsm7', 2],
    // 152 places are used: the next sign does not fit into the 153rd alone.
    [`${'a'.repeat(152)}€${'a'.repeat(10)}`, 'gsm7', 2],
    [`${'a'.repeat(152)}€${'a'.repeat(151)}`, 'gsm7', 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm7', 3],
    ['Grüße', 'gsm7', 1],
    ['ж'.repeat(70), 'ucs2', 1],
    ['ж'.repeat(71), 'ucs2', 2],
    ['👋'.repeat(35), 'ucs2', 1],
    ['👋'.repeat(36), 'ucs2', 2],
    // 33 of them are 66 places; half of one does not fit into the 67th.
    ['👋'.repeat(66), 'ucs2', 2],
    ['👋'.repeat(67), 'ucs2', 3],
  ] as const)('%#', (text, encoding, segments) => {
    expect(measureSms(text)).toEqual({ encoding, segments });
  });
});
