import { ListFilter } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { PopoverButton } from '../../../ui/popover-button.tsx';
import { FilterRows, JoinSelect } from './filter-rows.tsx';
import { countConditions, type FilterGroup, NO_FILTER } from './filter-tree.ts';
import { ToolButton } from './tool-button.tsx';
import { useShownCount } from './use-shown.ts';
import { useViews } from './view-provider.tsx';

/** Opens the filter, which reads as a sentence (web W14). */
export function FilterButton() {
  const { view, change } = useViews();
  const { filter } = view.settings;
  const count = countConditions(filter);
  return (
    <PopoverButton
      label={t('views.filter')}
      align="end"
      className="w-[40rem]"
      trigger={
        <ToolButton
          icon={ListFilter}
          label={count > 0 ? t('views.filterCount', { count }) : t('views.filter')}
          text={t('views.filter')}
          count={count}
        />
      }
    >
      {() => <FilterBox filter={filter} onChange={(next) => change({ filter: next })} />}
    </PopoverButton>
  );
}

interface FilterBoxProps {
  filter: FilterGroup;
  onChange: (filter: FilterGroup) => void;
}

function FilterBox({ filter, onChange }: FilterBoxProps) {
  const { count } = useShownCount();
  const isEmpty = filter.parts.length === 0;
  return (
    <div className="flex flex-col gap-3">
      {isEmpty ? (
        <p className="text-sm text-muted">{t('views.noFilter')}</p>
      ) : (
        <div className="flex flex-wrap items-center gap-2 text-sm text-ink">
          {t('views.filterIntro')}
          <JoinSelect join={filter.join} onChange={(join) => onChange({ ...filter, join })} />
        </div>
      )}
      <FilterRows group={filter} firstNumber={1} onChange={onChange} />
      {!isEmpty && (
        <div className="flex items-center justify-between border-t border-line pt-3">
          <span role="status" className="text-sm text-muted">
            {t('views.count', { count })}
          </span>
          <Button variant="ghost" size="sm" onClick={() => onChange(NO_FILTER)}>
            {t('views.clearFilter')}
          </Button>
        </div>
      )}
    </div>
  );
}
