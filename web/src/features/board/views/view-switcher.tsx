import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Menu, MenuLabel, MenuSeparator } from '../../../ui/menu.tsx';
import { NewViewDialog, NewViewItems } from './new-view.tsx';
import { ViewChoices, viewListClass } from './view-choices.tsx';
import { type ViewAct, ViewActDialog, ViewActs } from './view-menu.tsx';
import { viewIcons, ViewSigns } from './view-signs.tsx';
import { useViews } from './view-provider.tsx';
import type { ViewKind } from './view-settings.ts';

/** The tabs of the views as one button, where they have no room: its menu has all of them and what can be done. */
export function ViewSwitcher() {
  const { view } = useViews();
  const [act, setAct] = useState<ViewAct>(null);
  const [kind, setKind] = useState<ViewKind | null>(null);
  return (
    <nav aria-label={t('views.label')} className="flex min-w-16 flex-1">
      <Menu align="start" className={viewListClass} trigger={<CurrentView />}>
        <MenuLabel>{t('views.label')}</MenuLabel>
        <ViewChoices />
        <MenuSeparator />
        <NewViewItems onChoose={setKind} />
        <MenuSeparator />
        <MenuLabel>{t('views.actions', { name: view.name })}</MenuLabel>
        <ViewActs onOpen={setAct} />
      </Menu>
      <ViewActDialog act={act} onClose={() => setAct(null)} />
      <NewViewDialog kind={kind} onClose={() => setKind(null)} />
    </nav>
  );
}

/** The button; it takes what the menu gives it. */
function CurrentView(trigger: object) {
  const { view } = useViews();
  const Icon = viewIcons[view.kind];
  return (
    <button
      type="button"
      data-current-view
      title={view.name}
      className="-ml-1.5 flex h-9 min-w-0 items-center gap-2 rounded-inner px-2 text-sm font-medium text-ink hover:bg-hover"
      {...trigger}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <span className="sr-only">{t('views.current')}</span>
      <span className="min-w-0 truncate">{view.name}</span>
      <ViewSigns view={view} isChanged={view.isChanged} />
      <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
    </button>
  );
}
