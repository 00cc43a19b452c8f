import { SearchX } from 'lucide-react';
import { useState } from 'react';
import { SearchInput } from '../../app/search-input.tsx';
import { rankName, splitSearch } from '../../app/search-actions.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead, useReadPages } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import type { ListedBoard } from './board.ts';
import { BoardGrid } from './board-grid.tsx';
import { BoardsByWorkspace } from './boards-by-workspace.tsx';

/** Fewer boards than these are seen at a glance. */
const SEARCHED_FROM = 7;

/** The boards in use by workspace, with a search where they are many; below a title where they are not the page. */
export function AllBoards({ title }: { title?: string }) {
  const { id: organizationId } = useOrganization();
  const query = useReadPages('boards.list', { organizationId, state: 'active', limit: 100 });
  const workspaces = useRead('workspaces.list', { organizationId });
  const [search, setSearch] = useState('');
  return (
    <div className="flex flex-col gap-4">
      <PagesView query={query} skeleton={<CardSkeleton />}>
        {(boards) => (
          <>
            <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 empty:hidden">
              {title && boards.length > 0 && (
                <h2 className="text-base font-semibold text-ink">{title}</h2>
              )}
              {boards.length >= SEARCHED_FROM && (
                <SearchInput label={t('boards.filter')} value={search} onChange={setSearch} />
              )}
            </div>
            {search.trim() === '' ? (
              <BoardsByWorkspace boards={boards} workspaces={workspaces.data ?? []} />
            ) : (
              <Found boards={boards} search={search} onClear={() => setSearch('')} />
            )}
          </>
        )}
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}

interface FoundProps {
  boards: readonly ListedBoard[];
  search: string;
  onClear: () => void;
}

function Found({ boards, search, onClear }: FoundProps) {
  const words = splitSearch(search);
  const found = boards.filter(
    ({ name, prefix }) => rankName(`${name} ${prefix}`.toLocaleLowerCase(), words) !== undefined,
  );
  if (found.length > 0) return <BoardGrid boards={found} />;
  return (
    <EmptyState
      icon={SearchX}
      title={t('boards.noneFound', { search })}
      description={t('boards.filter')}
      action={<Button onClick={onClear}>{t('boards.clearSearch')}</Button>}
    />
  );
}
