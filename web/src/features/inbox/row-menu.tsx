import {
  Archive,
  ArchiveRestore,
  BellMinus,
  BellOff,
  CircleHelp,
  Clock,
  Mail as MailIcon,
  MailOpen,
} from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { mutePlace } from '../notification-settings/index.ts';
import type { InboxEntry } from './entries.ts';
import type { EntryGroup } from './group-entries.ts';
import { askSnooze, askWhy } from './inbox-dialogs.ts';
import { archiveEntries, markEntries, toggleRead } from './marks.ts';
import { findFollowed, unfollow } from './unfollow.ts';

interface RowMenuProps {
  organizationId: string;
  entries: EntryGroup['entries'];
}

/** Everything that can be done with an entry, for thumbs and keyboards as well. */
export function RowMenu({ organizationId, entries }: RowMenuProps) {
  const chosen = { organizationId, entries };
  const [newest] = entries;
  const isUnread = entries.some(({ readAt }) => readAt === null);
  const isArchived = entries.every(({ archivedAt }) => archivedAt !== null);
  const isSnoozed = entries.some(({ snoozedUntil }) => snoozedUntil !== null);
  return (
    <Menu trigger={<MenuButton label={t('inbox.acts')} />}>
      <MenuItem icon={isUnread ? MailOpen : MailIcon} onSelect={() => void toggleRead(chosen)}>
        {t(isUnread ? 'inbox.markRead' : 'inbox.markUnread')}
      </MenuItem>
      {isSnoozed ? (
        <MenuItem icon={Clock} onSelect={() => void markEntries(chosen, 'restored')}>
          {t('inbox.unsnooze')}
        </MenuItem>
      ) : (
        <MenuItem icon={Clock} onSelect={() => askSnooze(chosen)}>
          {t('inbox.snooze')}
        </MenuItem>
      )}
      <MenuItem
        icon={isArchived ? ArchiveRestore : Archive}
        onSelect={() => void archiveEntries(chosen)}
      >
        {t(isArchived ? 'inbox.restore' : 'inbox.archive')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={CircleHelp} onSelect={() => askWhy(organizationId, newest)}>
        {t('why.title')}
      </MenuItem>
      <MuteItems organizationId={organizationId} entry={newest} />
    </Menu>
  );
}

interface MuteItemsProps {
  organizationId: string;
  entry: InboxEntry;
}

/** Ways to hear less of what it is about. */
function MuteItems({ organizationId, entry }: MuteItemsProps) {
  const { itemId, boardId } = entry;
  const followed = findFollowed(entry);
  const mute = (scope: 'item' | 'board', id: string) =>
    void mutePlace(organizationId, { scope, id });
  return (
    <>
      {followed !== null && (
        <MenuItem icon={BellMinus} onSelect={() => void unfollow(followed)}>
          {t('inbox.unfollow')}
        </MenuItem>
      )}
      {itemId !== null && (
        <MenuItem icon={BellOff} onSelect={() => mute('item', itemId)}>
          {t('why.muteItem')}
        </MenuItem>
      )}
      {boardId !== null && (
        <MenuItem icon={BellOff} onSelect={() => mute('board', boardId)}>
          {t('why.muteBoard')}
        </MenuItem>
      )}
    </>
  );
}
