import { t } from '../i18n/t.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Switch } from '../ui/switch.tsx';
import { ACTION_GROUPS, groupActions } from './action-groups.ts';
import type { Action } from './actions.ts';
import { closeOverlay } from './overlays.ts';
import { setPreference, usePreferences } from './preferences.ts';
import { useAvailableActions } from './use-actions.ts';

/** Every shortcut that works here, and the switch for those of a single key. */
export function ShortcutDialog() {
  const actions = useAvailableActions().filter(({ keys }) => keys !== undefined);
  const groups = groupActions(actions);
  return (
    <Dialog
      open
      width="md"
      title={t('shortcuts.title')}
      onOpenChange={(open) => !open && closeOverlay()}
    >
      <div className="flex flex-col gap-5">
        {ACTION_GROUPS.map((group) => {
          const grouped = groups.get(group);
          return grouped ? (
            <ShortcutGroup key={group} title={t(`group.${group}`)} actions={grouped} />
          ) : null;
        })}
        <div className="border-t border-line pt-4">
          <CharacterSwitch />
        </div>
      </div>
    </Dialog>
  );
}

function CharacterSwitch() {
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

function ShortcutGroup({ title, actions }: { title: string; actions: readonly Action[] }) {
  return (
    <section>
      <h3 className="text-xs font-medium text-muted">{title}</h3>
      <dl className="mt-1">
        {actions.map((action) => (
          <div key={action.id} className="flex h-8 items-center justify-between gap-4 text-sm">
            <dt>{action.title}</dt>
            <dd>{action.keys && <Kbd keys={action.keys} />}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
