import {
  Archive,
  ArrowDown,
  ArrowUp,
  Clock,
  type LucideIcon,
  Mail,
  SquareArrowOutUpRight,
} from 'lucide-react';
import { useMemo } from 'react';
import type { Action } from '../../app/actions.ts';
import { useActions } from '../../app/use-actions.ts';
import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { t } from '../../i18n/t.tsx';
import type { EntryGroup } from './group-entries.ts';
import { askSnooze } from './inbox-dialogs.ts';
import { archiveEntries, type Chosen, toggleRead } from './marks.ts';

/** J and K go from entry to entry; E, U, S and O act on the one that has the focus (web W17). */
export function useInboxKeys(organizationId: string, groups: readonly EntryGroup[]): void {
  const actions = useMemo(() => {
    const findChosen = (): Chosen | null => {
      const entries = findEntries(groups, focusedKey());
      return entries === null ? null : { organizationId, entries };
    };
    const onChosen = (act: (chosen: Chosen) => void) => () => {
      const chosen = findChosen();
      if (chosen !== null) act(chosen);
    };
    return [
      action('item.next', 'shortcut.nextItem', { icon: ArrowDown, run: () => focusRow(1) }),
      action('item.previous', 'shortcut.previousItem', { icon: ArrowUp, run: () => focusRow(-1) }),
      action('inbox.open', 'shortcut.inboxOpen', {
        icon: SquareArrowOutUpRight,
        run: () => focusedRow()?.click(),
      }),
      action('inbox.archive', 'shortcut.inboxArchive', {
        icon: Archive,
        run: onChosen((chosen) => {
          moveOn();
          void archiveEntries(chosen);
        }),
      }),
      action('inbox.unread', 'shortcut.inboxUnread', {
        icon: Mail,
        run: onChosen((chosen) => void toggleRead(chosen)),
      }),
      action('inbox.snooze', 'shortcut.inboxSnooze', { icon: Clock, run: onChosen(askSnooze) }),
    ];
  }, [organizationId, groups]);
  useActions(actions);
}

/** All of a group, or the one entry of an unfolded group that has the focus. */
function findEntries(
  groups: readonly EntryGroup[],
  key: string | undefined,
): Chosen['entries'] | null {
  const group = groups.find((one) => one.key === key);
  if (group !== undefined) return group.entries;
  const entry = groups.flatMap(({ entries }) => entries).find(({ id }) => id === key);
  return entry === undefined ? null : [entry];
}

function action(
  id: string,
  title: PlainMessageKey,
  { icon, run }: { icon: LucideIcon; run: () => void },
): Action {
  return { id, title: t(title), group: 'inbox', icon, run };
}

function listRows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-entry]')];
}

function focusedRow(): HTMLElement | undefined {
  // The acts of a row count as the row.
  const row = document.activeElement?.closest('li');
  return row?.querySelector<HTMLElement>('[data-entry]') ?? undefined;
}

function focusedKey(): string | undefined {
  return focusedRow()?.dataset['entry'];
}

/** Puts the focus `step` rows further; from nowhere, on the first one. */
function focusRow(step: number): void {
  const rows = listRows();
  const focused = focusedRow();
  const at = focused === undefined ? -1 : rows.indexOf(focused);
  rows[at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
}

/** The row will go: the next one is at hand, or else the one before. */
function moveOn(): void {
  const rows = listRows();
  const focused = focusedRow();
  const at = focused === undefined ? -1 : rows.indexOf(focused);
  (rows[at + 1] ?? rows[at - 1])?.focus();
}
