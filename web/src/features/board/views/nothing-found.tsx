import { SearchX } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { NO_FILTER } from './filter-tree.ts';
import { useViews } from './view-provider.tsx';

/** A filter or a search let nothing through (web W43). */
export function NothingFound() {
  const { view, change, search } = useViews();
  const isFiltered = view.settings.filter.parts.length > 0;
  return (
    <div className="p-6">
      <EmptyState
        icon={SearchX}
        title={t('views.nothing')}
        description={t('views.nothingText')}
        action={
          <>
            {isFiltered && (
              <Button onClick={() => change({ filter: NO_FILTER })}>
                {t('views.clearFilter')}
              </Button>
            )}
            {view.query !== '' && (
              <Button onClick={() => search('')}>{t('views.clearSearch')}</Button>
            )}
          </>
        }
      />
    </div>
  );
}
