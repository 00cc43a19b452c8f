import { Link } from '@tanstack/react-router';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type ListedBoard, refreshBoardLists } from '../../app/board-lists.ts';
import { formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { showFailureToast } from '../../lib/write.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast-store.ts';

interface BoardTrashTableProps {
  boards: readonly ListedBoard[];
  state: 'deleted' | 'archived';
}

/** Boards out of use, with their way back and, out of the trash, their end. */
export function BoardTrashTable({ boards, state }: BoardTrashTableProps) {
  const [doomed, setDoomed] = useState<ListedBoard | null>(null);
  return (
    <>
      <Table
        label={t('trash.title')}
        head={[{ label: t('trash.name') }, { label: t('trash.when'), className: wideOnly }, null]}
      >
        {boards.map((board) => (
          <BoardRow key={board.id} board={board} state={state} onDelete={() => setDoomed(board)} />
        ))}
      </Table>
      {doomed && <DeleteDialog board={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

function describeWhen({ deletedAt, archivedAt }: ListedBoard): string {
  if (deletedAt !== null) return t('boards.deletedOn', { when: formatRelative(deletedAt) });
  return archivedAt === null ? '' : t('boards.archivedOn', { when: formatRelative(archivedAt) });
}

interface BoardRowProps {
  board: ListedBoard;
  state: BoardTrashTableProps['state'];
  onDelete: () => void;
}

function BoardRow({ board, state, onDelete }: BoardRowProps) {
  const { id, name, permissions } = board;
  const when = describeWhen(board);
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-32">
        <div className="flex min-w-0 items-center gap-2.5">
          <Avatar name={name} seed={id} size="sm" shape="square" />
          <BoardName board={board} isLink={state === 'archived'} />
        </div>
        <div className="mt-0.5 pl-7.5 text-xs text-muted md:hidden">{when}</div>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{when}</Cell>
      <Cell>
        {permissions.includes('board:administer') && (
          <div className="flex justify-end gap-1">
            <RestoreButton board={board} />
            {state === 'deleted' && (
              <IconButton
                icon={Trash2}
                size="iconSm"
                label={t('trash.purgeOf', { name })}
                onClick={onDelete}
              />
            )}
          </div>
        )}
      </Cell>
    </Row>
  );
}

function BoardName({ board: { id, name }, isLink }: { board: ListedBoard; isLink: boolean }) {
  const className = 'block truncate font-medium text-ink';
  if (!isLink) return <span className={className}>{name}</span>;
  return (
    <Link to="/boards/$boardId" params={{ boardId: id }} className={`${className} hover:underline`}>
      {name}
    </Link>
  );
}

/** Puts a board back to where it was restored from. */
async function putBack(boardId: string, deletedAt: string | null): Promise<void> {
  const outcome = await call(deletedAt === null ? 'boards.archive' : 'boards.delete', { boardId });
  if (!outcome.ok) return showFailureToast(outcome.error);
  await refreshBoardLists();
}

function RestoreButton({ board: { id, name, deletedAt } }: { board: ListedBoard }) {
  const [isPending, setPending] = useState(false);
  const restore = async () => {
    setPending(true);
    const outcome = await call(deletedAt === null ? 'boards.unarchive' : 'boards.restore', {
      boardId: id,
    });
    setPending(false);
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({
      title: t('boards.restored', { name }),
      action: { label: t('boards.undo'), run: () => void putBack(id, deletedAt) },
    });
    await refreshBoardLists();
  };
  return (
    <Button
      size="sm"
      pending={isPending}
      aria-label={t('trash.restoreOf', { name })}
      onClick={() => void restore()}
    >
      <RotateCcw aria-hidden="true" className="sm:hidden" />
      <span className="max-sm:sr-only">{t('trash.restore')}</span>
    </Button>
  );
}

function DeleteDialog({ board, onClose }: { board: ListedBoard; onClose: () => void }) {
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const { id: boardId, name } = board;
  const remove = async () => {
    setPending(true);
    const outcome = await call('boards.deleteForGood', { boardId, name });
    setPending(false);
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    showToast({ title: t('trash.purged', { name }) });
    onClose();
    await refreshBoardLists();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('trash.purgeTitle', { name })}
      description={t('trash.purgeBoard')}
      action={t('trash.purge')}
      typeToConfirm={name}
      error={error}
      pending={isPending}
      onConfirm={() => void remove()}
    />
  );
}
