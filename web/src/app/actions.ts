import type { LucideIcon } from 'lucide-react';

export type ActionGroup =
  | 'create'
  | 'boards'
  | 'items'
  | 'inbox'
  | 'edit'
  | 'navigate'
  | 'organization'
  | 'account'
  | 'view'
  | 'help';

/** Something a person can do. Palette, shortcuts, their list and the context menus are all read from here (web W1). */
export interface Action {
  id: string;
  title: string;
  group: ActionGroup;
  icon: LucideIcon;
  /** One press (`mod+k`, `?`) or two after another (`g h`). Those of the catalogue are filled in by its id. */
  keys?: string;
  /** More words that find it in the palette. */
  keywords?: string;
  /** What stands beside its name in the palette. */
  hint?: string;
  tone?: 'danger';
  run: () => void;
}

/** What a context menu can be about: things carry `data-menu="kind:id"`. */
export type TargetKind = 'board' | 'workspace' | 'item' | 'group' | 'column' | 'view';

/** What can be done with the thing of this id; empty when it is not known. */
export type TargetActions = (id: string) => readonly Action[];

/** Finds things by what was typed, best first; an empty text finds nothing. */
export type PaletteSource = (search: string) => readonly Action[];

export interface ActionRegistry {
  /** Adds actions until the returned function is called; a later id shadows an earlier one. */
  register: (actions: readonly Action[]) => () => void;
  /** Answers for one kind of thing until the returned function is called; the newest that knows the thing answers. */
  offer: (kind: TargetKind, actionsOf: TargetActions) => () => void;
  /** Lets the palette find more until the returned function is called. */
  addSource: (source: PaletteSource) => () => void;
  /** What can be done now. The array is the same until something changes. */
  list: () => readonly Action[];
  actionsOf: (kind: TargetKind, id: string) => readonly Action[];
  find: (search: string) => readonly Action[];
  subscribe: (listener: () => void) => () => void;
}

function mergeActions(sets: Iterable<readonly Action[]>): readonly Action[] {
  const byId = new Map<string, Action>();
  for (const set of sets) for (const action of set) byId.set(action.id, action);
  return [...byId.values()];
}

export function createActionRegistry(): ActionRegistry {
  const sets = new Set<readonly Action[]>();
  const offers = new Set<{ kind: TargetKind; actionsOf: TargetActions }>();
  const sources = new Set<PaletteSource>();
  const listeners = new Set<() => void>();
  let merged: readonly Action[] = [];
  const update = () => {
    merged = mergeActions(sets);
    for (const listener of listeners) listener();
  };
  const keepIn =
    <Kept>(kept: Set<Kept>) =>
    (one: Kept) => {
      kept.add(one);
      update();
      return () => {
        kept.delete(one);
        update();
      };
    };
  const keepOffer = keepIn(offers);
  return {
    register: keepIn(sets),
    offer: (kind, actionsOf) => keepOffer({ kind, actionsOf }),
    addSource: keepIn(sources),
    list: () => merged,
    actionsOf: (kind, id) => {
      const own = [...offers].filter((one) => one.kind === kind).toReversed();
      return own.map(({ actionsOf }) => actionsOf(id)).find(({ length }) => length > 0) ?? [];
    },
    find: (search) => [...sources].flatMap((source) => source(search)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The registry of the running app. */
export const actionRegistry = createActionRegistry();
