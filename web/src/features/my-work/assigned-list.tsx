import { Link } from '@tanstack/react-router';
import { t } from '../../i18n/t.tsx';
import { formatDate, formatDateTime } from '../../i18n/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { colorStyle } from '../../ui/option-color.ts';
import { dueGroupOf, isMoment, type AssignedItem, type DueClock } from './due-groups.ts';

interface AssignedListProps {
  items: readonly AssignedItem[];
  clock: DueClock;
  /** The heading that names the list. */
  labelledBy?: string;
}

/** Items of many boards, a link each, with board, status and due date. */
export function AssignedList({ items, clock, labelledBy }: AssignedListProps) {
  return (
    <ul
      aria-labelledby={labelledBy}
      className="overflow-hidden rounded border border-line bg-surface"
    >
      {items.map((item) => (
        <li key={item.id} className="border-b border-line last:border-0">
          <AssignedRow item={item} clock={clock} />
        </li>
      ))}
    </ul>
  );
}

function AssignedRow({ item, clock }: { item: AssignedItem; clock: DueClock }) {
  const { id, key, title, board, status } = item;
  return (
    <Link
      to="/boards/$boardId"
      params={{ boardId: board.id }}
      search={{ item: id }}
      data-assigned={id}
      className="flex flex-col gap-x-4 gap-y-1 px-3.5 py-2.5 transition-colors -outline-offset-2 hover:bg-hover sm:min-h-11 sm:flex-row sm:flex-wrap sm:items-center sm:py-1.5"
    >
      <span className="flex min-w-0 flex-1 items-baseline gap-2.5 sm:min-w-48">
        <span className="shrink-0 text-xs text-muted tabular-nums">{key}</span>
        <span className="min-w-0 text-base text-ink sm:truncate">
          {title || t('trash.untitled')}
        </span>
      </span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-sm sm:flex-nowrap">
        <span
          data-menu={`board:${board.id}`}
          className="flex max-w-50 min-w-0 items-center gap-1.5 text-muted sm:w-40"
        >
          <Avatar name={board.name} seed={board.id} size="sm" shape="square" />
          <span className="truncate">{board.name}</span>
        </span>
        <span className="min-w-0 empty:hidden sm:w-28 sm:empty:block">
          {status && <StatusChip {...status} />}
        </span>
        <Due due={item.due} clock={clock} />
      </span>
    </Link>
  );
}

/** A status in its colour; the name carries the meaning (web W40). */
function StatusChip({ name, color }: NonNullable<AssignedItem['status']>) {
  return (
    <span
      className="inline-flex h-6 max-w-full items-center rounded-inner px-2 text-xs font-medium"
      style={colorStyle(color)}
    >
      <span className="truncate">{name}</span>
    </span>
  );
}

function Due({ due, clock }: { due: string | null; clock: DueClock }) {
  if (due === null) return <span className="hidden w-44 sm:block" />;
  const when = isMoment(due) ? formatDateTime(due) : formatDate(`${due}T12:00:00Z`);
  const isOverdue = dueGroupOf(due, clock) === 'overdue';
  return (
    <span
      className={cx(
        'shrink-0 whitespace-nowrap tabular-nums sm:w-44 sm:text-right',
        isOverdue ? 'font-medium text-danger-ink' : 'text-muted',
      )}
    >
      <span className="sr-only">
        {t(isOverdue ? 'myWork.overdueSince' : 'myWork.due', { when })}
      </span>
      <span aria-hidden="true">{when}</span>
    </span>
  );
}
