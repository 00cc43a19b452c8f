import { LayoutGrid } from 'lucide-react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Doors } from '../templates/index.ts';
import type { ListedBoard, Workspace } from './board.ts';
import { BoardGrid } from './board-grid.tsx';
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
    <div className="flex flex-col gap-6">
      {boards.length === 0 && <NoBoards />}
      {workspaces.map((workspace) => (
        <section key={workspace.id} className="flex flex-col gap-2">
          <div
            data-menu={`workspace:${workspace.id}`}
            className="flex min-h-8 items-center justify-between gap-4"
          >
            <h2 className="min-w-0 truncate text-sm font-semibold text-muted">{workspace.name}</h2>
            {mayManage && <WorkspaceMenu workspace={workspace} />}
          </div>
          <WorkspaceBoards
            boards={boards.filter(({ workspaceId }) => workspaceId === workspace.id)}
          />
        </section>
      ))}
    </div>
  );
}

/** An organization without boards: three ways to the first one, or what a reader waits for. */
function NoBoards() {
  const { id: organizationId } = useOrganization();
  const mayCreate = useMay('boards:create');
  if (mayCreate) {
    return (
      <section className="flex flex-col gap-3">
        <div>
          <h2 className="text-base font-semibold text-ink">{t('home.welcome')}</h2>
          <p className="text-sm text-muted">{t('home.welcomeText')}</p>
        </div>
        <Doors organizationId={organizationId} />
      </section>
    );
  }
  return (
    <EmptyState
      icon={LayoutGrid}
      title={t('boards.emptyTitle')}
      description={t('boards.emptyTextReader')}
    />
  );
}

function WorkspaceBoards({ boards }: { boards: readonly ListedBoard[] }) {
  if (boards.length === 0)
    return <p className="text-sm text-muted">{t('boards.emptyWorkspace')}</p>;
  return <BoardGrid boards={boards} />;
}
