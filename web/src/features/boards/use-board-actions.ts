import { useNavigate } from '@tanstack/react-router';
import { LayoutGrid, LockKeyhole } from 'lucide-react';
import { useCallback } from 'react';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import type { Action } from '../../app/actions.ts';
import {
  findListedBoard,
  type ListedBoard,
  useActiveBoards,
  useRecents,
} from '../../app/board-lists.ts';
import { useFavourites } from '../../app/favourites.ts';
import type { OwnOrganization } from '../../app/navigation.ts';
import { rankName, splitSearch } from '../../app/search-actions.ts';
import { usePaletteSource, useTargetActions } from '../../app/use-actions.ts';
import { useCurrentOrganization } from '../../app/use-organization.ts';
import { boardActions, placeActions } from './board-actions.ts';
import { workspaceActions } from './workspace-actions.ts';

const NONE: readonly ListedBoard[] = [];
/** Boards offered before anything is typed. */
const OFFERED = 5;
/** More than the palette shows of one group. */
const FOUND = 20;

function toAction(board: ListedBoard, go: (to: string) => void): Action {
  const isPrivate = board.visibility === 'private';
  return {
    id: `board ${board.id}`,
    title: board.name,
    group: 'boards',
    icon: isPrivate ? LockKeyhole : LayoutGrid,
    hint: isPrivate ? t('boards.private') : board.prefix,
    keywords: board.prefix,
    run: () => go(`/boards/${board.id}`),
  };
}

/** Offers boards to the palette, and their acts to context menus. */
export function useBoardActions(): void {
  const navigate = useNavigate();
  const organization = useCurrentOrganization();
  const organizationId = organization?.id ?? '';
  const go = useCallback((to: string) => void navigate({ href: to }), [navigate]);
  const { boards = NONE } = useActiveBoards(organizationId);
  const favourites = useFavourites(organizationId) ?? NONE;
  const recents = useRecents(organizationId) ?? NONE;
  useTargetActions(
    'board',
    useCallback(
      (id: string) => {
        const board = findListedBoard(id);
        if (!board) return [];
        const place = favourites.findIndex((one) => one.id === id);
        const places = place === -1 ? [] : placeActions(board, place, favourites.length);
        const acts = boardActions(board, go);
        const at = acts.findIndex((one) => one.id === 'board.favourite') + 1;
        return [...acts.slice(0, at), ...places, ...acts.slice(at)];
      },
      [favourites, go],
    ),
  );
  useWorkspaceTargets(organization, go);
  usePaletteSource(
    useCallback(
      (search: string) => {
        const found = search === '' ? offer(favourites, recents) : findBoards(boards, search);
        return found.map((board) => toAction(board, go));
      },
      [boards, favourites, recents, go],
    ),
  );
}

/** Offers the acts on workspaces to context menus. */
function useWorkspaceTargets(
  organization: OwnOrganization | undefined,
  go: (to: string) => void,
): void {
  const organizationId = organization?.id ?? '';
  const { data: workspaces } = useRead(
    'workspaces.list',
    { organizationId },
    { enabled: organizationId !== '' },
  );
  useTargetActions(
    'workspace',
    useCallback(
      (id: string) => {
        const workspace = workspaces?.find((one) => one.id === id);
        if (!workspace || !organization) return [];
        const mayCreate = organization.permissions.includes('boards:create');
        const mayManage = organization.permissions.includes('workspaces:manage');
        return workspaceActions(workspace, { mayCreate, mayManage }, go);
      },
      [workspaces, organization, go],
    ),
  );
}

function offer(favourites: readonly ListedBoard[], recents: readonly ListedBoard[]) {
  const byId = new Map([...recents, ...favourites].map((board) => [board.id, board]));
  return [...byId.values()].slice(0, OFFERED);
}

function findBoards(boards: readonly ListedBoard[], search: string): ListedBoard[] {
  const words = splitSearch(search);
  return boards
    .filter(
      ({ name, prefix }) => rankName(`${name} ${prefix}`.toLocaleLowerCase(), words) !== undefined,
    )
    .slice(0, FOUND);
}
