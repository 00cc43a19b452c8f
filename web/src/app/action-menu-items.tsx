import { Fragment } from 'react';
import { Kbd } from '../ui/kbd.tsx';
import { MenuItem, MenuSeparator } from '../ui/menu.tsx';
import type { Action } from './actions.ts';
import { usePreferences } from './preferences.ts';
import { withOwnKeys } from './shortcut-keymap.ts';

interface ActionMenuItemsProps {
  actions: readonly Action[];
  /** Instead of running the chosen one at once. */
  onChoose?: (action: Action) => void;
}

/** Actions of the registry as the rows of a menu, with a line where another group or a dangerous one begins. */
export function ActionMenuItems({ actions, onChoose }: ActionMenuItemsProps) {
  const ownKeys = usePreferences((preferences) => preferences.ownKeys);
  return actions.map((action, index) => {
    const before = actions[index - 1];
    const isNext =
      before !== undefined && (before.group !== action.group || before.tone !== action.tone);
    const { keys } = withOwnKeys(action, ownKeys);
    return (
      <Fragment key={action.id}>
        {isNext && <MenuSeparator />}
        <MenuItem
          icon={action.icon}
          {...(action.tone && { tone: action.tone })}
          trailing={keys && <Kbd keys={keys} />}
          onSelect={() => (onChoose ? onChoose(action) : action.run())}
        >
          {action.title}
        </MenuItem>
      </Fragment>
    );
  });
}
