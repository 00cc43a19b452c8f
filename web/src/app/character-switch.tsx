import { t } from '../i18n/t.tsx';
import { Switch } from '../ui/switch.tsx';
import { setPreference, usePreferences } from './preferences.ts';

/** Turns all shortcuts of a single key on or off (WCAG 2.1.4). */
export function CharacterSwitch() {
  const isOn = usePreferences((preferences) => preferences.characterShortcuts);
  return (
    <Switch
      label={t('shortcuts.characters')}
      hint={t('shortcuts.charactersHint')}
      checked={isOn}
      onChange={(event) => setPreference({ characterShortcuts: event.target.checked })}
    />
  );
}
