import { useEffect } from 'react';
import { type Action, actionRegistry } from './actions.ts';
import { matchKeys } from './match-keys.ts';
import { usePreferences } from './preferences.ts';
import { withOwnKeys } from './shortcut-keymap.ts';
import { isCharacterShortcut, readKeyPress } from '../lib/shortcut-keys.ts';

/** The second press of a shortcut like `g h` must follow within this time. */
const SEQUENCE_MS = 1_000;
const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta'];
const LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}

/** Actions that a key press may reach in the present state of the page. */
function reachableActions(target: EventTarget | null): readonly Action[] {
  const { characterShortcuts, ownKeys } = usePreferences.getState();
  const isPlainAllowed =
    characterShortcuts && !isTyping(target) && document.querySelector(LAYERS) === null;
  return actionRegistry
    .list()
    .map((action) => withOwnKeys(action, ownKeys))
    .filter(({ keys }) => keys !== undefined && (isPlainAllowed || !isCharacterShortcut(keys)));
}

/** Runs actions by their keys, anywhere in the app (web W1, W3). */
export function useShortcuts(): void {
  useEffect(() => {
    let pressed = '';
    let pressedAtMs = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      if (MODIFIERS.includes(event.key)) return;
      const isLate = event.timeStamp - pressedAtMs > SEQUENCE_MS;
      const keys = readKeyPress(event);
      const sequence = pressed === '' || isLate ? keys : `${pressed} ${keys}`;
      const match = matchKeys(reachableActions(event.target), sequence);
      pressed = match.kind === 'prefix' ? sequence : '';
      pressedAtMs = event.timeStamp;
      if (match.kind !== 'action') return;
      event.preventDefault();
      match.action.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
