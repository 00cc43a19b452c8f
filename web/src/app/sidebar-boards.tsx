import type { Output } from '@boardwire/sdk/operations';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { t } from '../i18n/t.tsx';
import { useRead } from '../lib/query.ts';
import { BoardLink } from './board-link.tsx';
import { type ListedBoard, useActiveBoards, useRecents } from './board-lists.ts';
import { useFavourites } from './favourites.ts';
import { FavouriteList } from './favourite-list.tsx';
import { FoldingSection, sidebarLinkClass, SidebarNote } from './sidebar-parts.tsx';
import type { OwnOrganization } from './navigation.ts';

/** Boards that one opened last beside the favourites: few, the rest is on the home page. */
const RECENT_SHOWN = 4;
/** Boards of one workspace in the sidebar; the page of boards has them all. */
const WORKSPACE_SHOWN = 30;

interface SidebarBoardsProps {
  organization: OwnOrganization;
  isNarrow: boolean;
}

/** The boards of the sidebar: favourites, recent ones, and all by workspace. */
export function SidebarBoards({ organization, isNarrow }: SidebarBoardsProps) {
  const favourites = useFavourites(organization.id);
  if (isNarrow) return <FavouriteList boards={favourites ?? []} isNarrow />;
  return (
    <>
      {favourites && <Favourites boards={favourites} />}
      <Recents organizationId={organization.id} favourites={favourites ?? []} />
      <Workspaces organization={organization} />
    </>
  );
}

function Favourites({ boards }: { boards: readonly ListedBoard[] }) {
  return (
    <FoldingSection id="favourites" label={t('sidebar.favourites')}>
      {boards.length === 0 && <SidebarNote>{t('sidebar.noFavourites')}</SidebarNote>}
      <FavouriteList boards={boards} isNarrow={false} />
    </FoldingSection>
  );
}

interface RecentsProps {
  organizationId: string;
  favourites: readonly ListedBoard[];
}

/** What stands among the favourites is not repeated. */
function Recents({ organizationId, favourites }: RecentsProps) {
  const kept = new Set(favourites.map(({ id }) => id));
  const recent = (useRecents(organizationId) ?? []).filter(({ id }) => !kept.has(id));
  if (recent.length === 0) return null;
  return (
    <FoldingSection id="recent" label={t('sidebar.recent')}>
      <BoardLinks boards={recent.slice(0, RECENT_SHOWN)} />
    </FoldingSection>
  );
}

function Workspaces({ organization }: { organization: OwnOrganization }) {
  const { id: organizationId } = organization;
  const { boards } = useActiveBoards(organizationId);
  const { data: workspaces } = useRead('workspaces.list', { organizationId });
  if (!boards || !workspaces) return null;
  return (
    <FoldingSection id="workspaces" label={t('home.workspaces')}>
      {workspaces.length === 0 && <SidebarNote>{t('sidebar.noBoards')}</SidebarNote>}
      {workspaces.map((workspace) => (
        <Workspace
          key={workspace.id}
          workspace={workspace}
          organization={organization}
          boards={boards.filter(({ workspaceId }) => workspaceId === workspace.id)}
        />
      ))}
    </FoldingSection>
  );
}

interface WorkspaceProps {
  workspace: Output<'workspaces.list'>[number];
  organization: OwnOrganization;
  boards: readonly ListedBoard[];
}

function Workspace({ workspace: { id, name }, organization, boards }: WorkspaceProps) {
  const { id: organizationId, permissions } = organization;
  const shown = boards.slice(0, WORKSPACE_SHOWN);
  const add = permissions.includes('boards:create') && (
    <Link
      to="/o/$organizationId/boards"
      params={{ organizationId }}
      search={{ new: true, workspace: id }}
      aria-label={t('sidebar.newBoardIn', { name })}
      className="grid size-7 shrink-0 place-items-center rounded text-faint opacity-0 transition-opacity group-focus-within/head:opacity-100 group-hover/head:opacity-100 hover:bg-hover hover:text-ink pointer-coarse:opacity-100"
    >
      <Plus aria-hidden="true" className="size-4" />
    </Link>
  );
  return (
    <FoldingSection isNested id={id} label={name} action={add} menu={`workspace:${id}`}>
      {boards.length === 0 && <SidebarNote>{t('sidebar.noBoards')}</SidebarNote>}
      <div className="pl-2">
        <BoardLinks boards={shown} />
        {shown.length < boards.length && (
          <Link
            to="/o/$organizationId/boards"
            params={{ organizationId }}
            className={sidebarLinkClass}
          >
            {t('sidebar.moreBoards')}
          </Link>
        )}
      </div>
    </FoldingSection>
  );
}

function BoardLinks({ boards }: { boards: readonly ListedBoard[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {boards.map((board) => (
        <li key={board.id} data-menu={`board:${board.id}`}>
          <BoardLink board={board} isNarrow={false} />
        </li>
      ))}
    </ul>
  );
}
