import { useEffect, useRef } from 'react';
import { t } from '../../../i18n/t.tsx';
import { NARROW, useMedia } from '../../../lib/use-media.ts';
import { FieldsButton } from './fields-button.tsx';
import { FilterButton } from './filter-button.tsx';
import { GroupButton, KanbanByButton } from './group-button.tsx';
import { SaveMenu } from './save-menu.tsx';
import { SearchField } from './search-field.tsx';
import { SortButton } from './sort-button.tsx';
import { useViews } from './view-provider.tsx';
import { ViewSwitcher } from './view-switcher.tsx';
import { ViewTabs } from './view-tabs.tsx';

/** Views of the board, what of the open one is not saved, and how it filters, sorts and arranges: one line. */
export function ViewBar() {
  const { view } = useViews();
  const isNarrow = useMedia(NARROW);
  useFocusAfterSave(view.isChanged);
  return (
    <div className="@container border-b border-line px-3">
      <div className="relative flex flex-wrap items-center gap-x-2">
        {isNarrow ? <ViewSwitcher /> : <ViewTabs />}
        <SaveMenu />
        <div
          role="toolbar"
          aria-label={t('views.tools')}
          className="flex flex-wrap items-center gap-0.5 py-1"
        >
          <SearchField />
          <FilterButton />
          <SortButton />
          {view.kind === 'table' ? <GroupButton /> : <KanbanByButton />}
          <FieldsButton />
        </div>
      </div>
    </div>
  );
}

/** The menu goes once there is nothing to save: the focus that was in it stays at the view. */
function useFocusAfterSave(isChanged: boolean): void {
  const before = useRef(isChanged);
  useEffect(() => {
    const wasChanged = before.current;
    before.current = isChanged;
    if (isChanged || !wasChanged || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('[data-current-view]')?.focus();
  }, [isChanged]);
}
