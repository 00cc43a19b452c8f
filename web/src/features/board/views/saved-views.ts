import type { View } from '@boardwire/contract/board-model';
import { t } from '../../../i18n/t.tsx';
import { readViewSettings, type StoredSettings } from './stored-settings.ts';
import type { ViewKind, ViewSettings } from './view-settings.ts';

/** Whose a view is: the app's own, one's own, or everybody's. */
export type ViewOwner = 'app' | 'own' | 'all';

/** A view as its tab shows it. */
export interface SavedView {
  id: string;
  name: string;
  kind: ViewKind;
  owner: ViewOwner;
  isDefault: boolean;
  settings: ViewSettings;
  /** As it is stored, with what other versions wrote. */
  stored: StoredSettings;
}

const IS_DEFAULT = 'isDefault';

function toSaved({ id, name, kind, settings, ownerId }: View): SavedView[] {
  // Calendars and the like are for versions that can draw them.
  if (kind !== 'table' && kind !== 'kanban') return [];
  return [
    {
      id,
      name,
      kind,
      owner: ownerId === null ? 'all' : 'own',
      isDefault: settings[IS_DEFAULT] === true,
      settings: readViewSettings(settings),
      stored: settings,
    },
  ];
}

/** The views that every board has, without anybody having saved them. */
function listBuiltIn(): SavedView[] {
  const base = {
    owner: 'app',
    isDefault: false,
    settings: readViewSettings({}),
    stored: {},
  } as const;
  return [
    { ...base, id: 'table', name: t('views.table'), kind: 'table' },
    { ...base, id: 'kanban', name: t('views.kanban'), kind: 'kanban' },
  ];
}

function byPosition(left: View, right: View): number {
  if (left.pos !== right.pos) return left.pos < right.pos ? -1 : 1;
  return left.id < right.id ? -1 : 1;
}

/** All views that can be looked at: those of every board, everybody's, one's own. */
export function listViews(shared: Iterable<View>, own: readonly View[]): readonly SavedView[] {
  return [
    ...listBuiltIn(),
    ...[...shared].toSorted(byPosition).flatMap(toSaved),
    ...own.toSorted(byPosition).flatMap(toSaved),
  ];
}

/** The view that an address names; without a name the default one, one's own before everybody's. */
export function findView(views: readonly SavedView[], id: string | undefined): SavedView {
  const named = views.find((view) => view.id === id);
  const first = (owner: ViewOwner) => views.find((view) => view.owner === owner && view.isDefault);
  const [table] = listBuiltIn();
  return named ?? first('own') ?? first('all') ?? views[0] ?? (table as SavedView);
}

/** Stored settings that make a view the default one, or not. */
export function withDefault(stored: StoredSettings, isDefault: boolean): StoredSettings {
  const { [IS_DEFAULT]: _before, ...others } = stored;
  return isDefault ? { ...others, [IS_DEFAULT]: true } : others;
}
