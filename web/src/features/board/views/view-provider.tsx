import type { Column } from '@boardwire/contract/board-model';
import { useNavigate, useSearch } from '@tanstack/react-router';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { useRead } from '../../../lib/query.ts';
import { useBoardModel, useTable } from '../table-context.ts';
import { arrangeColumns } from './arrange-columns.ts';
import { findView, listViews, type SavedView } from './saved-views.ts';
import type { Look } from './shown-rows.ts';
import { useSameList } from './same-list.ts';
import { useMemberIds } from './use-member-ids.ts';
import { useSurroundings } from './use-surroundings.ts';
import type { ViewSearch } from './view-search.ts';
import { readPartly, writePartly } from './stored-settings.ts';
import { keepChanges, type ViewSettings } from './view-settings.ts';

/** The view that is looked at, with what was changed and not saved. */
export interface OpenView extends SavedView {
  /** Saved ones with the changes on top. */
  settings: ViewSettings;
  /** The changes alone. */
  draft: Partial<ViewSettings>;
  isChanged: boolean;
  /** What is searched for. */
  query: string;
}

interface Views {
  view: OpenView;
  views: readonly SavedView[];
  /** Columns in the view's order, hidden ones left out. */
  columns: readonly Column[];
  /** Changes the view for now; it is not saved yet, but stands in the address. */
  change: (changes: Partial<ViewSettings>) => void;
  search: (query: string) => void;
  /** Goes to another view; without an id to the default one. */
  open: (viewId: string | undefined) => void;
  /** Forgets what was not saved. */
  discard: () => void;
}

const ViewsContext = createContext<Views | null>(null);

/** The open view and how to change it. */
export function useViews(): Views {
  const views = useContext(ViewsContext);
  if (!views) throw new Error('a board is looked at by a view');
  return views;
}

function useOpenView(): { view: OpenView; views: readonly SavedView[] } {
  const { board } = useBoardModel();
  const search: ViewSearch = useSearch({ strict: false });
  const own = useRead('views.listOwn', { boardId: board.id });
  // The map is changed in place.
  const shared = useSameList([...board.view().views.values()]);
  const views = useMemo(() => listViews(shared, own.data ?? []), [shared, own.data]);
  const saved = findView(views, search.view);
  const { with: stored, q } = search;
  const view = useMemo(() => {
    const draft = keepChanges(saved.settings, readPartly(stored));
    const settings = { ...saved.settings, ...draft };
    const isChanged = Object.keys(draft).length > 0;
    return { ...saved, settings, draft, isChanged, query: q ?? '' };
  }, [saved, stored, q]);
  return { view, views };
}

function useViewActs(view: OpenView): Pick<Views, 'change' | 'search' | 'open' | 'discard'> {
  const navigate = useNavigate();
  const { draft } = view;
  return useMemo(() => {
    // A change does not stand in the history: back leads to where one was.
    const go = (next: ViewSearch, replace: boolean) =>
      void navigate({ to: '.', replace, search: (before) => ({ ...before, ...next }) });
    return {
      change: (changes) => go({ with: writePartly({ ...draft, ...changes }) }, true),
      search: (query) => go({ q: query === '' ? undefined : query }, true),
      open: (viewId) => go({ view: viewId, with: undefined, q: undefined }, false),
      discard: () => go({ with: undefined }, true),
    };
  }, [navigate, draft]);
}

/** Reads the view out of the address and shows the board by it. */
export function ViewProvider({ children }: { children: ReactNode }) {
  const { tree } = useBoardModel();
  const { shown } = useTable();
  const { view, views } = useOpenView();
  const acts = useViewActs(view);
  const surroundings = useSurroundings();
  const isByPerson =
    view.kind === 'kanban' &&
    tree().columns.some(({ id, type }) => id === view.settings.kanbanBy && type === 'person');
  const memberIds = useMemberIds(isByPerson);
  const { settings, kind, query } = view;
  const all = useSameList(tree().columns);
  const columns = useMemo(() => arrangeColumns(all, settings), [all, settings]);
  const look = useMemo<Look>(() => {
    const { filter, sort, groupBy, kanbanBy } = settings;
    const rows =
      kind === 'kanban'
        ? ({ groupBy: kanbanBy, layout: 'beside' } as const)
        : ({ groupBy, layout: 'stacked' } as const);
    const plan = { filter, sort, search: query, ...rows };
    return { plan, columns, surroundings: { ...surroundings, memberIds } };
  }, [settings, kind, query, columns, surroundings, memberIds]);
  // Before anything below asks for rows, so that they are not worked out twice.
  useState(() => shown.show(look));
  useLayoutEffect(() => shown.show(look), [shown, look]);
  useEffect(() => shown.follow(), [shown]);
  const value = useMemo(() => ({ view, views, columns, ...acts }), [view, views, columns, acts]);
  return <ViewsContext value={value}>{children}</ViewsContext>;
}
