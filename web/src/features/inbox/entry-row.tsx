import { useNavigate } from '@tanstack/react-router';
import {
  Archive,
  ArchiveRestore,
  BellMinus,
  BellRing,
  Clock,
  MailOpen,
  Mail as MailIcon,
} from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { When } from '../../ui/when.tsx';
import { type Described, describeNotice } from './describe-notice.tsx';
import type { InboxEntry } from './entries.ts';
import type { EntryGroup } from './group-entries.ts';
import { archiveEntries, markEntries, toggleRead } from './marks.ts';
import { findTarget, type NoticeTarget } from './notice-target.ts';
import { readNotice } from './notice-values.ts';
import { RowMenu } from './row-menu.tsx';
import { askSnooze } from './inbox-dialogs.ts';
import { findFollowed, unfollow } from './unfollow.ts';

interface EntryRowProps {
  organizationId: string;
  group: EntryGroup;
  entry: InboxEntry;
  /** Below the newest of its item. */
  isNested?: boolean;
  children?: ReactNode;
}

/** One entry: a link to what it is about, with its acts beside it (web W17). */
export function EntryRow({
  organizationId,
  group,
  entry,
  isNested = false,
  children,
}: EntryRowProps) {
  const described = describeNotice(readNotice(entry));
  const isUnread = isNested ? entry.readAt === null : group.isUnread;
  return (
    <div
      className={cx(
        'group/row relative flex items-start gap-3 px-3 py-2.5 transition-colors outline-focus hover:bg-hover has-[[data-entry]:focus-visible]:bg-hover has-[[data-entry]:focus-visible]:outline-2 has-[[data-entry]:focus-visible]:-outline-offset-2 sm:px-4',
        isNested && 'bg-canvas pl-12 sm:pl-14',
      )}
    >
      <UnreadDot isUnread={isUnread} />
      {!isNested && <Picture described={described} />}
      <div className="min-w-0 flex-1">
        <EntryLink {...{ organizationId, group, entry, isNested, isUnread, described }} />
        <Where entry={entry} described={described} />
        {children}
      </div>
      <Acts organizationId={organizationId} entries={isNested ? [entry] : group.entries} />
    </div>
  );
}

function UnreadDot({ isUnread }: { isUnread: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'absolute top-4.5 left-1 size-1.5 rounded-full sm:left-1.5',
        isUnread ? 'bg-accent' : 'bg-transparent',
      )}
    />
  );
}

function Picture({ described: { person, board } }: { described: Described }) {
  if (person !== null) return <Avatar name={person.name} seed={person.id} />;
  if (board !== null) return <Avatar name={board.name} seed={board.id} shape="square" />;
  return (
    <span className="grid size-7 shrink-0 place-items-center rounded-full bg-neutral-soft text-muted">
      <BellRing aria-hidden="true" className="size-4" />
    </span>
  );
}

interface EntryLinkProps extends Omit<EntryRowProps, 'children'> {
  isUnread: boolean;
  described: Described;
}

/** The row that it covers shows that it has the focus. */
const linkClass =
  'block text-left outline-none text-base [overflow-wrap:anywhere] after:absolute after:inset-0 after:content-[""]';

function EntryLink({
  organizationId,
  group,
  entry,
  isNested,
  isUnread,
  described,
}: EntryLinkProps) {
  const navigate = useNavigate();
  const target = findTarget(entry, organizationId);
  const entries = isNested === true ? [entry] : group.entries;
  const open = (event: MouseEvent<HTMLAnchorElement | HTMLButtonElement>) => {
    const unread = entries.filter(({ readAt }) => readAt === null);
    void markEntries({ organizationId, entries: unread }, 'read');
    const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
    if (target === null || target.kind === 'outside' || isElsewhere) return;
    event.preventDefault();
    void navigate({ href: hrefOf(target) });
  };
  const tone = isUnread ? 'text-ink' : 'text-muted';
  const content = (
    <>
      {isUnread && <span className="sr-only">{t('inbox.isUnread')}: </span>}
      {described.title}
    </>
  );
  const own = { 'data-entry': isNested === true ? entry.id : group.key, onClick: open };
  if (target === null)
    return (
      <button type="button" className={cx(linkClass, tone, 'w-full')} {...own}>
        {content}
      </button>
    );
  const outside = target.kind === 'outside' ? { target: '_blank', rel: 'noopener noreferrer' } : {};
  return (
    <a href={hrefOf(target)} className={cx(linkClass, tone)} {...outside} {...own}>
      {content}
    </a>
  );
}

function hrefOf(target: NonNullable<NoticeTarget>): string {
  switch (target.kind) {
    case 'item': {
      const comment = target.commentId === null ? '' : `&comment=${target.commentId}`;
      return `/boards/${target.boardId}?item=${target.itemId}${comment}`;
    }
    case 'board':
      return `/boards/${target.boardId}`;
    case 'page':
      return target.href;
    case 'outside':
      return target.url;
  }
}

function Where({ entry, described }: { entry: InboxEntry; described: Described }) {
  const { snoozedUntil, arrivedAt } = entry;
  return (
    <>
      {described.detail !== null && (
        <p className="line-clamp-2 text-sm [overflow-wrap:anywhere] text-muted">
          {described.detail}
        </p>
      )}
      <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs text-muted">
        {described.board && <span className="min-w-0 truncate">{described.board.name}</span>}
        <When at={arrivedAt} />
        {snoozedUntil !== null && (
          <span>{t('inbox.snoozedUntil', { when: formatDateTime(snoozedUntil) })}</span>
        )}
      </p>
    </>
  );
}

type ActsProps = { organizationId: string; entries: EntryGroup['entries'] };

/** Beside the row: on a phone in its menu alone. */
function Acts({ organizationId, entries }: ActsProps) {
  const chosen = { organizationId, entries };
  const isUnread = entries.some(({ readAt }) => readAt === null);
  const isArchived = entries.every(({ archivedAt }) => archivedAt !== null);
  const followed = findFollowed(entries[0]);
  return (
    <div className="relative z-1 flex shrink-0 gap-0.5">
      <div className="hidden gap-0.5 opacity-0 transition-opacity group-hover/row:opacity-100 group-focus-within/row:opacity-100 sm:flex">
        {followed !== null && (
          <IconButton
            icon={BellMinus}
            size="iconSm"
            label={t('inbox.unfollow')}
            onClick={() => void unfollow(followed)}
          />
        )}
        <IconButton
          icon={isUnread ? MailOpen : MailIcon}
          size="iconSm"
          label={t(isUnread ? 'inbox.markRead' : 'inbox.markUnread')}
          onClick={() => void toggleRead(chosen)}
        />
        <IconButton
          icon={Clock}
          size="iconSm"
          label={t('inbox.snooze')}
          onClick={() => askSnooze(chosen)}
        />
        <IconButton
          icon={isArchived ? ArchiveRestore : Archive}
          size="iconSm"
          label={t(isArchived ? 'inbox.restore' : 'inbox.archive')}
          onClick={() => void archiveEntries(chosen)}
        />
      </div>
      <RowMenu {...chosen} />
    </div>
  );
}
