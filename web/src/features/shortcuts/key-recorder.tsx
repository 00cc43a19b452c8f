import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { usePreferences } from '../../app/preferences.ts';
import type { Shortcut } from '../../app/shortcut-catalogue.ts';
import { findClash } from '../../app/shortcut-keymap.ts';
import { t } from '../../i18n/t.tsx';
import { isCharacterShortcut, readKeyPress } from '../../lib/shortcut-keys.ts';
import { Kbd } from '../../ui/kbd.tsx';

/** A second key must follow the first within this time. */
const SECOND_KEY_MS = 900;
const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'Dead'];

interface KeyRecorderProps {
  shortcut: Shortcut;
  onKeys: (keys: string) => void;
  onCancel: () => void;
}

/** Takes the next key, or two after another; refuses what another shortcut has, and says which one. */
export function KeyRecorder({ shortcut, onKeys, onCancel }: KeyRecorderProps) {
  const field = useRef<HTMLInputElement>(null);
  const [pressed, setPressed] = useState('');
  const [problem, setProblem] = useState<string>();
  useEffect(() => field.current?.focus(), []);
  const finish = (keys: string) => {
    const clash = findClash(shortcut.id, keys, usePreferences.getState().ownKeys);
    if (!clash) return onKeys(keys);
    setPressed('');
    setProblem(t('shortcuts.clash', { title: t(clash.title) }));
  };
  useEffect(() => {
    if (pressed === '') return;
    const timer = setTimeout(() => finish(pressed), SECOND_KEY_MS);
    return () => clearTimeout(timer);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onCancel();
    if (event.key === 'Tab' || MODIFIERS.includes(event.key)) return;
    event.preventDefault();
    const press = readKeyPress(event.nativeEvent);
    if (press.length !== 1 || !isCharacterShortcut(press))
      return setProblem(t('shortcuts.onlyCharacters'));
    setProblem(undefined);
    if (pressed === '') setPressed(press);
    else finish(`${pressed} ${press}`);
  };
  return (
    <div className="flex w-full flex-col gap-1 sm:w-auto sm:min-w-60">
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={field}
          readOnly
          value={t('shortcuts.press')}
          aria-label={t('shortcuts.keyOf', { title: t(shortcut.title) })}
          aria-invalid={problem !== undefined}
          onKeyDown={onKeyDown}
          onBlur={onCancel}
          className="h-8 w-44 max-w-full rounded border border-control bg-surface px-2.5 text-sm text-muted"
        />
        {pressed !== '' && <Kbd keys={pressed} />}
      </div>
      <p role="status" className={problem ? 'text-xs text-danger-ink' : 'text-xs text-muted'}>
        {problem ?? t('shortcuts.pressHint')}
      </p>
    </div>
  );
}
