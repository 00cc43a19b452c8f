import type { PlainMessageKey } from '../i18n/message-types.ts';

/** A key that people may change: what it does, and where it works. */
export interface Shortcut {
  id: string;
  title: PlainMessageKey;
  group: 'navigate' | 'board' | 'item' | 'inbox' | 'view' | 'help';
  keys: string;
}

/**
 * The keys of a single letter, and those that begin with one: each can be changed or turned off (web W3, WCAG 2.1.4).
 * An action with one of these ids gets its keys from here.
 */
export const SHORTCUTS = [
  { id: 'go.home', title: 'action.goHome', group: 'navigate', keys: 'g h' },
  { id: 'go.inbox', title: 'action.goInbox', group: 'navigate', keys: 'g i' },
  { id: 'go.myWork', title: 'action.goMyWork', group: 'navigate', keys: 'g m' },
  { id: 'go.boards', title: 'action.goBoards', group: 'navigate', keys: 'g b' },
  { id: 'go.trash', title: 'action.goTrash', group: 'navigate', keys: 'g t' },
  { id: 'go.members', title: 'action.goMembers', group: 'navigate', keys: 'g p' },
  { id: 'go.invitations', title: 'action.goInvitations', group: 'navigate', keys: 'g v' },
  { id: 'go.roles', title: 'action.goRoles', group: 'navigate', keys: 'g r' },
  { id: 'go.apiKeys', title: 'action.goApiKeys', group: 'navigate', keys: 'g k' },
  { id: 'go.audit', title: 'action.goAudit', group: 'navigate', keys: 'g a' },
  {
    id: 'go.organizationSettings',
    title: 'action.goOrganizationSettings',
    group: 'navigate',
    keys: 'g s',
  },
  { id: 'board.newItem', title: 'shortcut.newItem', group: 'board', keys: 'c' },
  { id: 'board.filter', title: 'shortcut.filter', group: 'board', keys: '/' },
  { id: 'item.next', title: 'shortcut.nextItem', group: 'item', keys: 'j' },
  { id: 'item.previous', title: 'shortcut.previousItem', group: 'item', keys: 'k' },
  { id: 'item.select', title: 'shortcut.selectItem', group: 'item', keys: 'x' },
  { id: 'item.status', title: 'shortcut.setStatus', group: 'item', keys: 's' },
  { id: 'item.assignee', title: 'shortcut.setAssignee', group: 'item', keys: 'a' },
  { id: 'item.date', title: 'shortcut.setDate', group: 'item', keys: 'd' },
  { id: 'item.labels', title: 'shortcut.setLabels', group: 'item', keys: 'l' },
  { id: 'inbox.open', title: 'shortcut.inboxOpen', group: 'inbox', keys: 'o' },
  { id: 'inbox.archive', title: 'shortcut.inboxArchive', group: 'inbox', keys: 'e' },
  { id: 'inbox.unread', title: 'shortcut.inboxUnread', group: 'inbox', keys: 'u' },
  { id: 'inbox.snooze', title: 'shortcut.inboxSnooze', group: 'inbox', keys: 's' },
  { id: 'toggleSidebar', title: 'action.toggleSidebar', group: 'view', keys: '[' },
  { id: 'shortcuts', title: 'shortcuts.open', group: 'help', keys: '?' },
] as const satisfies readonly Shortcut[];

/** Names one of the keys that people may change. */
export type ShortcutId = (typeof SHORTCUTS)[number]['id'];
