import { Link } from '@tanstack/react-router';
import { Archive, Trash2 } from 'lucide-react';
import { formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { ListedBoard } from './board.ts';

interface BoardsOutOfUseProps {
  boards: readonly ListedBoard[];
  state: 'archived' | 'deleted';
}

/** Boards that were put away or thrown away, with their way back. */
export function BoardsOutOfUse({ boards, state }: BoardsOutOfUseProps) {
  const isTrash = state === 'deleted';
  if (boards.length === 0) {
    return (
      <EmptyState
        icon={isTrash ? Trash2 : Archive}
        title={t(isTrash ? 'boards.emptyTrash' : 'boards.emptyArchive')}
        description={t(isTrash ? 'boards.emptyTrashText' : 'boards.emptyArchiveText')}
      />
    );
  }
  return (
    <ul className="rounded border border-line bg-surface">
      {boards.map((board) => (
        <li
          key={board.id}
          className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0"
        >
          <div className="min-w-0 flex-1">
            <BoardName board={board} isLink={!isTrash} />
            <div className="text-xs text-muted">{describeWhen(board)}</div>
          </div>
          {board.permissions.includes('board:administer') && <RestoreButton board={board} />}
        </li>
      ))}
    </ul>
  );
}

function BoardName({ board: { id, name }, isLink }: { board: ListedBoard; isLink: boolean }) {
  const className = 'block truncate text-base font-medium text-ink';
  if (!isLink) return <span className={className}>{name}</span>;
  return (
    <Link to="/boards/$boardId" params={{ boardId: id }} className={`${className} hover:underline`}>
      {name}
    </Link>
  );
}

function describeWhen({ deletedAt, archivedAt }: ListedBoard): string {
  if (deletedAt !== null) return t('boards.deletedOn', { when: formatRelative(deletedAt) });
  return archivedAt === null ? '' : t('boards.archivedOn', { when: formatRelative(archivedAt) });
}

function RestoreButton({ board }: { board: ListedBoard }) {
  const isDeleted = board.deletedAt !== null;
  const back = useWrite(isDeleted ? 'boards.restore' : 'boards.unarchive', ['boards.list']);
  const restore = async () => {
    const outcome = await back.send({ boardId: board.id });
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({ title: t('boards.restored', { name: board.name }) });
  };
  return (
    <Button pending={back.isPending} onClick={() => void restore()}>
      {t('boards.restore')}
    </Button>
  );
}
