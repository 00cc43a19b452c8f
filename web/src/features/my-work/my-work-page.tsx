import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, ListTodo } from 'lucide-react';
import { useMemo } from 'react';
import type { Action } from '../../app/actions.ts';
import { useActions } from '../../app/use-actions.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Badge } from '../../ui/badge.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AssignedList } from './assigned-list.tsx';
import { type AssignedItem, type DueClock, type DueGroup, groupByDue } from './due-groups.ts';
import { useAssigned, useDueClock } from './use-assigned.ts';

const PAGE_SIZE = 100;

/** What one is assigned to over all boards, by due date (web W2). */
export function MyWorkPage() {
  const organization = useOrganization();
  const query = useAssigned(organization.id, PAGE_SIZE);
  const clock = useDueClock();
  useRowKeys();
  return (
    <Page isWide>
      <PageHeader
        title={t('myWork.title')}
        description={t('myWork.text', { organization: organization.name })}
      />
      <div>
        <PagesView query={query} skeleton={<TableSkeleton rows={6} />}>
          {(items) => (items.length === 0 ? <Nothing /> : <Groups items={items} clock={clock} />)}
        </PagesView>
        <LoadMore query={query} />
      </div>
    </Page>
  );
}

const HEADINGS = {
  overdue: 'myWork.overdue',
  today: 'myWork.today',
  week: 'myWork.week',
  later: 'myWork.later',
  none: 'myWork.none',
} as const satisfies Record<DueGroup, string>;

function Groups({ items, clock }: { items: readonly AssignedItem[]; clock: DueClock }) {
  return (
    <div className="flex flex-col gap-7">
      {groupByDue(items, clock).map(({ group, items: own }) => (
        <section key={group} className="flex flex-col gap-2.5">
          <div className="flex items-center gap-2">
            <h2 id={`due-${group}`} className="text-base font-semibold text-ink">
              {t(HEADINGS[group])}
            </h2>
            <Badge tone={group === 'overdue' ? 'danger' : 'neutral'}>{own.length}</Badge>
          </div>
          <AssignedList items={own} clock={clock} labelledBy={`due-${group}`} />
        </section>
      ))}
    </div>
  );
}

function Nothing() {
  const { id, name } = useOrganization();
  return (
    <EmptyState
      icon={ListTodo}
      title={t('myWork.emptyTitle')}
      description={t('myWork.emptyText', { organization: name })}
      action={
        <Link
          to="/o/$organizationId/boards"
          params={{ organizationId: id }}
          className={buttonClass()}
        >
          {t('myWork.toBoards')}
        </Link>
      }
    />
  );
}

/** J and K go from item to item, as on a board (web W2). */
function useRowKeys(): void {
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'item.next',
        title: t('shortcut.nextItem'),
        group: 'items',
        icon: ArrowDown,
        run: () => focusRow(1),
      },
      {
        id: 'item.previous',
        title: t('shortcut.previousItem'),
        group: 'items',
        icon: ArrowUp,
        run: () => focusRow(-1),
      },
    ],
    [],
  );
  useActions(actions);
}

/** Puts the focus `step` rows further; from nowhere, on the first one. */
function focusRow(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-assigned]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
}
