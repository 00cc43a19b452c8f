import { useMemo } from 'react';
import { useRead } from '../../../lib/query.ts';
import { useBoardFact } from '../table-context.ts';

/** More columns than that show nobody anything: of a larger organization, those who are named on the board have one. */
const MEMBERS_SHOWN = 50;
/** As many as the names of a board are read with, so that the answer is at hand. */
const MEMBERS_READ = 100;

const NOBODY: readonly string[] = [];

/** Who has a column in a kanban by person: those named on the board and, where it is open to all, the organization. */
export function useMemberIds(isAsked: boolean): readonly string[] {
  const boardId = useBoardFact(({ board }) => board.id);
  const organizationId = useBoardFact(({ board }) => board.view().board.organizationId);
  const isOpen = useBoardFact(({ board }) => board.view().board.visibility === 'organization');
  const named = useRead('boards.listMembers', { boardId }, { enabled: isAsked });
  const all = useRead(
    'members.list',
    { organizationId, limit: MEMBERS_READ },
    { enabled: isAsked },
  );
  return useMemo(() => {
    if (!isAsked) return NOBODY;
    const active = all.data?.items.filter(({ state }) => state === 'active') ?? [];
    const isSmall = all.data?.nextCursor === null && active.length <= MEMBERS_SHOWN;
    const others = isOpen && isSmall ? active : [];
    return [...new Set([...(named.data ?? []), ...others].map(({ userId }) => userId))];
  }, [isAsked, isOpen, named.data, all.data]);
}
