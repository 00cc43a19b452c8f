import { describe, expect, it } from 'vitest';
import {
  describeKeys,
  formatKeys,
  isCharacterShortcut,
  type KeyPress,
  readKeyPress,
} from './shortcut-keys.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('web W1: reading key presses', () => {
  it('takes ⌘ on a Mac and Ctrl elsewhere as mod', () => {
    expect(readKeyPress(press('k', { metaKey: true }), true)).toBe('mod+k');
    expect(readKeyPress(press('k', { ctrlKey: true }), false)).toBe('mod+k');
    expect(readKeyPress(press('k', { ctrlKey: true }), true)).toBe('k');
  });

  it('takes a character as typed: ? is ? on every layout', () => {
    expect(readKeyPress(press('?', { shiftKey: true }), false)).toBe('?');
    expect(readKeyPress(press('Enter', { shiftKey: true }), false)).toBe('shift+enter');
    expect(readKeyPress(press('K', { shiftKey: true, ctrlKey: true }), false)).toBe('mod+shift+k');
  });
});

describe('web W3: single-key shortcuts', () => {
  it('are told apart, so that they can be turned off', () => {
    expect(isCharacterShortcut('?')).toBe(true);
    expect(isCharacterShortcut('g h')).toBe(true);
    expect(isCharacterShortcut('mod+k')).toBe(false);
  });
});

describe('drawing shortcuts', () => {
  it('uses the signs of the machine', () => {
    expect(formatKeys('mod+shift+k', true)).toEqual(['⌘', '⇧', 'K']);
    expect(formatKeys('mod+shift+k', false)).toEqual(['Ctrl', 'Shift', 'K']);
    expect(formatKeys('g h', false)).toEqual(['G', 'H']);
  });

  it('reads them aloud in words', () => {
    expect(describeKeys('mod+k', true)).toBe('Command K');
  });
});
