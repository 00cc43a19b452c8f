import { Link } from '@tanstack/react-router';
import { LayoutGrid, LockKeyhole, Plus } from 'lucide-react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { ListedBoard, Workspace } from './board.ts';
import { BoardMenu } from './board-menu.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

interface BoardsByWorkspaceProps {
  boards: readonly ListedBoard[];
  workspaces: readonly Workspace[];
}

/** Boards below the workspaces that they are in. */
export function BoardsByWorkspace({ boards, workspaces }: BoardsByWorkspaceProps) {
  const mayManage = useMay('workspaces:manage');
  if (boards.length === 0 && workspaces.length === 0) return <NoBoards />;
  return (
    <div className="flex flex-col gap-8">
      {boards.length === 0 && <NoBoards />}
      {workspaces.map((workspace) => (
        <section key={workspace.id} className="flex flex-col gap-2">
          <div className="flex min-h-8 items-center justify-between gap-4">
            <h2 className="min-w-0 truncate text-base font-semibold text-ink">{workspace.name}</h2>
            {mayManage && <WorkspaceMenu workspace={workspace} />}
          </div>
          <BoardCards boards={boards.filter(({ workspaceId }) => workspaceId === workspace.id)} />
        </section>
      ))}
    </div>
  );
}

function NoBoards() {
  const { id: organizationId } = useOrganization();
  const mayCreate = useMay('boards:create');
  return (
    <EmptyState
      icon={LayoutGrid}
      title={t('boards.emptyTitle')}
      description={t(mayCreate ? 'boards.emptyText' : 'boards.emptyTextReader')}
      action={
        mayCreate && (
          <>
            <Link
              to="/o/$organizationId/import"
              params={{ organizationId }}
              className={buttonClass()}
            >
              {t('boards.import')}
            </Link>
            <Link
              to="/o/$organizationId/boards"
              params={{ organizationId }}
              search={{ new: true }}
              className={buttonClass({ variant: 'primary' })}
            >
              <Plus aria-hidden="true" />
              {t('boards.new')}
            </Link>
          </>
        )
      }
    />
  );
}

/** Boards as a list of links with their acts. */
export function BoardCards({ boards }: { boards: readonly ListedBoard[] }) {
  if (boards.length === 0)
    return <p className="text-sm text-muted">{t('boards.emptyWorkspace')}</p>;
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {boards.map((board) => (
        <li
          key={board.id}
          className="relative flex items-center gap-2 rounded border border-line bg-surface py-2 pr-2 pl-4 transition-colors hover:bg-hover"
        >
          <div className="min-w-0 flex-1">
            <Link
              to="/boards/$boardId"
              params={{ boardId: board.id }}
              className="block truncate text-base font-medium text-ink after:absolute after:inset-0"
            >
              {board.name}
            </Link>
            <div className="flex items-center gap-1.5 truncate text-xs text-muted">
              <span>{t('boards.keyed', { prefix: board.prefix })}</span>
              {board.visibility === 'private' && (
                <span className="inline-flex items-center gap-1">
                  <LockKeyhole aria-hidden="true" className="size-3" />
                  {t('boards.private')}
                </span>
              )}
            </div>
          </div>
          <div className="relative">
            <BoardMenu board={board} />
          </div>
        </li>
      ))}
    </ul>
  );
}
