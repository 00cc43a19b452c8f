import type { Action, ActionGroup } from './actions.ts';

/** The order of groups in the palette and in the shortcut list. */
export const ACTION_GROUPS: readonly ActionGroup[] = [
  'items',
  'inbox',
  'boards',
  'edit',
  'create',
  'navigate',
  'organization',
  'account',
  'view',
  'help',
];

/** Actions by group, each group in the order of registration. */
export function groupActions(actions: readonly Action[]): Map<ActionGroup, Action[]> {
  const groups = new Map<ActionGroup, Action[]>();
  for (const action of actions) {
    const group = groups.get(action.group);
    if (group) group.push(action);
    else groups.set(action.group, [action]);
  }
  return groups;
}
