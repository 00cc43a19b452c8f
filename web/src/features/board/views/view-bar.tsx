import { ListFilter, X } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { usePeople } from '../people.tsx';
import { useBoardModel } from '../table-context.ts';
import { describeFilter } from './describe-filter.ts';
import { FieldsButton } from './fields-button.tsx';
import { FilterButton } from './filter-button.tsx';
import { countConditions, NO_FILTER } from './filter-tree.ts';
import { GroupButton, KanbanByButton } from './group-button.tsx';
import { SaveBar } from './save-bar.tsx';
import { SearchField } from './search-field.tsx';
import { SortButton } from './sort-button.tsx';
import { useShownCount } from './use-shown.ts';
import { useViews } from './view-provider.tsx';
import { ViewTabs } from './view-tabs.tsx';

/** Views of the board, and how the open one filters, sorts and arranges it. */
export function ViewBar() {
  const { view } = useViews();
  return (
    <div className="border-b border-line px-3">
      <div className="flex flex-wrap items-center gap-x-3">
        <ViewTabs />
        <div
          role="toolbar"
          aria-label={t('views.tools')}
          className="flex flex-wrap items-center gap-0.5 py-1 max-md:w-full"
        >
          <SearchField />
          <FilterButton />
          <SortButton />
          {view.kind === 'table' ? <GroupButton /> : <KanbanByButton />}
          <FieldsButton />
        </div>
      </div>
      <StateLine />
    </div>
  );
}

/** What the view leaves out, and what of it is not saved. */
function StateLine() {
  const { view } = useViews();
  const { isFiltered } = useShownCount();
  if (!isFiltered && !view.isChanged) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-1">
      {isFiltered ? <FilterSentence /> : <span className="flex-1" />}
      <SaveBar />
    </div>
  );
}

/** The filter as a sentence, with how much it lets through (web W14). */
function FilterSentence() {
  const { board, tree } = useBoardModel();
  const { nameOf } = usePeople();
  const { view, change } = useViews();
  const { count } = useShownCount();
  const { filter } = view.settings;
  const columns = [...board.view().columns.values()].filter(({ deletedAt }) => deletedAt === null);
  const sentence = describeFilter(filter, { columns, groups: tree().groups, nameOf });
  return (
    <p className="flex min-w-40 flex-1 items-center gap-2 text-sm text-muted">
      <ListFilter aria-hidden="true" className="size-4 shrink-0" />
      <span role="status" className="shrink-0 font-medium text-ink tabular-nums">
        {t('views.count', { count })}
      </span>
      <span className="min-w-0 truncate" title={sentence}>
        {sentence}
        {view.query !== '' && ` ${t('views.withWords', { query: view.query })}`}
      </span>
      {countConditions(filter) > 0 && (
        <IconButton
          icon={X}
          size="iconSm"
          label={t('views.clearFilter')}
          onClick={() => change({ filter: NO_FILTER })}
        />
      )}
    </p>
  );
}
