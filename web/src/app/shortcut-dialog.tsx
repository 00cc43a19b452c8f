import { Link } from '@tanstack/react-router';
import { t } from '../i18n/t.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { ACTION_GROUPS, groupActions } from './action-groups.ts';
import type { Action } from './actions.ts';
import { CharacterSwitch } from './character-switch.tsx';
import { closeOverlay } from './overlays.ts';
import { useAvailableActions } from './use-actions.ts';

/** Every shortcut that works here, and the switch for those of a single key. */
export function ShortcutDialog() {
  const actions = useAvailableActions().filter(({ keys }) => keys !== undefined);
  const groups = groupActions(actions);
  return (
    <Dialog
      open
      isToRead
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
          <Link
            to="/settings/shortcuts"
            onClick={closeOverlay}
            className="mt-3 inline-block text-sm font-medium text-accent-ink hover:underline"
          >
            {t('shortcuts.change')}
          </Link>
        </div>
      </div>
    </Dialog>
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
