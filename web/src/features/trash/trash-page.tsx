import { SearchX, Archive, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { rankName, splitSearch } from '../../app/search-actions.ts';
import { SearchInput } from '../../app/search-input.tsx';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import type { ListedBoard } from '../../app/board-lists.ts';
import { BoardTrashTable } from './board-trash-table.tsx';

type TrashState = 'deleted' | 'archived';

/** Boards that were put away or thrown away (web W18). */
export function TrashPage() {
  const { name } = useOrganization();
  const [state, setState] = useState<TrashState>('deleted');
  const [search, setSearch] = useState('');
  return (
    <Page isWide>
      <PageHeader
        title={t('trash.title')}
        description={t('trash.boardsText', { organization: name })}
      />
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <Segmented
            label={t('trash.state')}
            value={state}
            onChange={setState}
            options={[
              { value: 'deleted', label: t('trash.deleted') },
              { value: 'archived', label: t('trash.archived') },
            ]}
          />
          <SearchInput label={t('trash.search')} value={search} onChange={setSearch} />
        </div>
        <Boards state={state} search={search} onClear={() => setSearch('')} />
      </div>
    </Page>
  );
}

interface BoardsProps {
  state: TrashState;
  search: string;
  onClear: () => void;
}

function Boards({ state, search, onClear }: BoardsProps) {
  const { id: organizationId } = useOrganization();
  const query = useReadPages('boards.list', { organizationId, state, limit: 100 });
  return (
    <div>
      <PagesView query={query} skeleton={<TableSkeleton />}>
        {(boards) => {
          const words = splitSearch(search);
          const found = boards.filter(
            ({ name }) => rankName(name.toLocaleLowerCase(), words) !== undefined,
          );
          if (boards.length === 0) return <NoBoards state={state} />;
          if (found.length === 0) return <NoneFound onClear={onClear} />;
          return <BoardTrashTable boards={newestFirst(found)} state={state} />;
        }}
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}

function newestFirst(boards: readonly ListedBoard[]): ListedBoard[] {
  const momentOf = ({ deletedAt, archivedAt }: ListedBoard) => deletedAt ?? archivedAt ?? '';
  return boards.toSorted((a, b) => momentOf(b).localeCompare(momentOf(a)));
}

function NoneFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title={t('trash.noneFound')}
      description={t('trash.searchPlaceholder')}
      action={<Button onClick={onClear}>{t('boards.clearSearch')}</Button>}
    />
  );
}

function NoBoards({ state }: { state: TrashState }) {
  const isTrash = state === 'deleted';
  return (
    <EmptyState
      icon={isTrash ? Trash2 : Archive}
      title={t(isTrash ? 'boards.emptyTrash' : 'boards.emptyArchive')}
      description={t(isTrash ? 'boards.emptyTrashText' : 'boards.emptyArchiveText')}
    />
  );
}
