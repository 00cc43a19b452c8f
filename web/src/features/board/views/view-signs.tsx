import { Lock, type LucideIcon, SquareKanban, Table2 } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import type { SavedView } from './saved-views.ts';
import type { ViewKind } from './view-settings.ts';

export const viewIcons: Readonly<Record<ViewKind, LucideIcon>> = {
  table: Table2,
  kanban: SquareKanban,
};

interface ViewSignsProps {
  view: SavedView;
  isChanged: boolean;
}

/** What stands beside the name of a view: that nobody else sees it, and that it is not saved (web W12). */
export function ViewSigns({ view, isChanged }: ViewSignsProps) {
  return (
    <>
      {view.owner === 'own' && (
        <>
          <Lock aria-hidden="true" className="size-3 shrink-0 text-muted" />
          <span className="sr-only">{t('views.ownView')}</span>
        </>
      )}
      {isChanged && (
        <>
          <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-accent" />
          <span className="sr-only">{t('views.changed')}</span>
        </>
      )}
    </>
  );
}
