import type { Column } from '@boardwire/contract/board-model';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTodayIn, weekStartOf } from '../../../i18n/today.ts';
import { fromZoned } from '../../../i18n/zoned-time.ts';
import type { BoardModel } from '../board-model.ts';
import { arrangeColumns } from '../views/arrange-columns.ts';
import { createTable } from '../views/create-table.ts';
import { findView, listViews, type SavedView } from '../views/saved-views.ts';
import { useSameList } from '../views/same-list.ts';
import type { Look, ShownRows } from '../views/shown-rows.ts';

/** What stands in the address of a public page besides the link: a view of everybody's, and the open item. */
export interface PublicSearch {
  view?: string | undefined;
  item?: string | undefined;
}

/** A board as a visitor looks at it. */
export interface PublicLook {
  model: BoardModel;
  shown: ShownRows;
  columns: readonly Column[];
  onOpen: (itemId: string) => void;
}

const route = getRouteApi('/shared/$boardId/$token');

/** Changes what is looked at; the address follows. */
export function useLook(): (search: PublicSearch) => void {
  const navigate = route.useNavigate();
  return (search) => void navigate({ search: (before) => ({ ...before, ...search }) });
}

/** The open item, as the address has it. */
export function useOpenItemId(): string | undefined {
  return route.useSearch().item;
}

/** The views as of a version of the model. */
function readViews(model: BoardModel, _version: number, viewId: string | undefined) {
  const views = listViews(model.board.view().views.values(), []);
  return { views, view: findView(views, viewId) };
}

/** Views that visitors may choose from, and the one they look at: everybody's, never one's own. */
export function usePublicView(model: BoardModel): { views: readonly SavedView[]; view: SavedView } {
  const version = useSyncExternalStore(model.subscribe, model.version);
  const { view: viewId } = route.useSearch();
  return useMemo(() => readViews(model, version, viewId), [model, version, viewId]);
}

/** What the view shows of the board: its rows, filtered, sorted and grouped, and its columns. */
export function usePublicRows(
  model: BoardModel,
  { kind, settings }: SavedView,
  nameOf: (id: string) => string,
): { shown: ShownRows; columns: readonly Column[] } {
  const [{ shown }] = useState(() => createTable(model));
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const today = useTodayIn(timeZone);
  const all = useSameList(model.tree().columns);
  const columns = useMemo(() => arrangeColumns(all, settings), [all, settings]);
  const isCards = kind === 'kanban';
  const { filter, sort, groupBy, kanbanBy } = settings;
  const look = useMemo<Look>(
    () => ({
      columns,
      plan: {
        filter,
        sort,
        groupBy: isCards ? kanbanBy : groupBy,
        search: '',
        layout: isCards ? 'beside' : 'stacked',
      },
      // Nobody is signed in: "me" in a filter is nobody.
      surroundings: {
        ownId: '',
        nameOf,
        today,
        weekStart: weekStartOf(locale),
        startOfDayMs: (day: string) => Date.parse(fromZoned(`${day}T00:00`, timeZone)),
      },
    }),
    [columns, filter, sort, groupBy, kanbanBy, isCards, nameOf, today, locale, timeZone],
  );
  // Before anything below asks for rows, so that they are not worked out twice.
  useState(() => shown.show(look));
  useLayoutEffect(() => shown.show(look), [shown, look]);
  useEffect(() => shown.follow(), [shown]);
  useSyncExternalStore(shown.subscribe, shown.version);
  return { shown, columns };
}
