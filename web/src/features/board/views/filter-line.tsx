import { ListFilter, X } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { usePeople } from '../people.tsx';
import { useBoardModel } from '../table-context.ts';
import { describeFilter } from './describe-filter.ts';
import { countConditions, NO_FILTER } from './filter-tree.ts';
import { useShownCount } from './use-shown.ts';
import { useViews } from './view-provider.tsx';

/**
 * The filter as a sentence, with how much it lets through (web W14). It stands below the board: above it, each filter
 * would push the rows down and take a line of a phone.
 */
export function FilterLine() {
  const { isFiltered } = useShownCount();
  return isFiltered ? <FilterSentence /> : null;
}

function FilterSentence() {
  const { board, tree } = useBoardModel();
  const { nameOf } = usePeople();
  const { view, change } = useViews();
  const { count } = useShownCount();
  const { filter } = view.settings;
  const columns = [...board.view().columns.values()].filter(({ deletedAt }) => deletedAt === null);
  const sentence = describeFilter(filter, { columns, groups: tree().groups, nameOf });
  return (
    <p className="flex items-center gap-2 border-t border-line px-3 py-1 text-sm text-muted">
      <ListFilter aria-hidden="true" className="size-4 shrink-0" />
      <span role="status" className="shrink-0 font-medium text-ink tabular-nums">
        {t('views.count', { count })}
      </span>
      <span className="line-clamp-2 min-w-0 [@media(height<40rem)]:line-clamp-1" title={sentence}>
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
