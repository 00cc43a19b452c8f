import { Ban, PencilLine, RotateCcw } from 'lucide-react';
import { setPreference, usePreferences } from '../../app/preferences.ts';
import type { Shortcut } from '../../app/shortcut-catalogue.ts';
import { effectiveKeys } from '../../app/shortcut-keymap.ts';
import { t } from '../../i18n/t.tsx';
import { formatKeys } from '../../lib/shortcut-keys.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { KeyRecorder } from './key-recorder.tsx';

/** Keeps other keys for a shortcut, `null` for none; undefined goes back to its own. */
function keepKeys(id: string, keys: string | null | undefined): void {
  const { [id]: _before, ...others } = usePreferences.getState().ownKeys;
  setPreference({ ownKeys: keys === undefined ? others : { ...others, [id]: keys } });
}

interface ShortcutRowProps {
  shortcut: Shortcut;
  isEdited: boolean;
  onEdit: (isEdited: boolean) => void;
}

/** One shortcut with its keys. */
export function ShortcutRow({ shortcut, isEdited, onEdit }: ShortcutRowProps) {
  const { id, keys: ownDefault } = shortcut;
  const title = t(shortcut.title);
  const ownKeys = usePreferences((preferences) => preferences.ownKeys);
  const keys = effectiveKeys(id, ownKeys);
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-1.5 last:border-0">
      <span className="min-w-40 flex-1 text-sm text-ink">{title}</span>
      {isEdited ? (
        <KeyRecorder
          shortcut={shortcut}
          onKeys={(recorded) => {
            keepKeys(id, recorded === ownDefault ? undefined : recorded);
            onEdit(false);
          }}
          onCancel={() => onEdit(false)}
        />
      ) : (
        <>
          {keys === undefined ? <Badge>{t('shortcuts.off')}</Badge> : <Kbd keys={keys} />}
          <div className="flex">
            <IconButton
              icon={PencilLine}
              size="iconSm"
              label={t('shortcuts.edit', { title })}
              onClick={() => onEdit(true)}
            />
            <IconButton
              icon={Ban}
              size="iconSm"
              label={t('shortcuts.turnOff', { title })}
              disabled={keys === undefined}
              onClick={() => keepKeys(id, null)}
            />
            <IconButton
              icon={RotateCcw}
              size="iconSm"
              label={t('shortcuts.reset', { keys: formatKeys(ownDefault).join(' ') })}
              disabled={!(id in ownKeys)}
              onClick={() => keepKeys(id, undefined)}
            />
          </div>
        </>
      )}
    </li>
  );
}
