const NAMES_MAC: Readonly<Record<string, string>> = {
  mod: '⌘',
  shift: '⇧',
  alt: '⌥',
  enter: '↵',
  escape: 'Esc',
};
const NAMES_OTHER: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
  escape: 'Esc',
};
const SPOKEN: Readonly<Record<string, string>> = {
  '⌘': 'Command',
  '⇧': 'Shift',
  '⌥': 'Option',
  '↵': 'Enter',
};

/** What of a key event decides a shortcut. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

function isMac(platform: string = globalThis.navigator?.platform ?? ''): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

/** A shortcut as the keys to draw: `mod+shift+k` is `['⌘', '⇧', 'K']` on a Mac. */
export function formatKeys(keys: string, mac: boolean = isMac()): string[] {
  const names = mac ? NAMES_MAC : NAMES_OTHER;
  return keys
    .split(/[ +]/)
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** A shortcut as words for a screen reader. */
export function describeKeys(keys: string, mac: boolean = isMac()): string {
  return formatKeys(keys, mac)
    .map((key) => SPOKEN[key] ?? key)
    .join(' ');
}

/**
 * A key press in the notation of the registry: `mod+k`, `shift+enter`, `?`. Shift is written only
 * with named keys, since for a character it is part of the character on every keyboard layout.
 */
export function readKeyPress(press: KeyPress, mac: boolean = isMac()): string {
  const isCharacter = press.key.length === 1;
  const mod = mac ? press.metaKey : press.ctrlKey;
  const parts: string[] = [];
  if (mod) parts.push('mod');
  if (press.altKey) parts.push('alt');
  if (press.shiftKey && (!isCharacter || mod)) parts.push('shift');
  parts.push(press.key.toLowerCase());
  return parts.join('+');
}

/** Whether `keys` has no modifier: such shortcuts can be turned off (WCAG 2.1.4). */
export function isCharacterShortcut(keys: string): boolean {
  return !/mod|alt|escape|enter/.test(keys);
}
