import { LockKeyhole } from 'lucide-react';
import { Avatar } from '../ui/avatar.tsx';
import type { ListedBoard } from './board-lists.ts';
import { privateLabel, SidebarLink } from './sidebar-parts.tsx';

interface BoardLinkProps {
  board: ListedBoard;
  isNarrow: boolean;
}

/** A board in the sidebar. */
export function BoardLink({ board: { id, name, visibility }, isNarrow }: BoardLinkProps) {
  const isPrivate = visibility === 'private';
  return (
    <SidebarLink
      to={`/boards/${id}`}
      label={isNarrow ? privateLabel(name, isPrivate) : name}
      isNarrow={isNarrow}
      icon={<Avatar name={name} seed={id} size="sm" shape="square" />}
      trailing={isPrivate && <LockKeyhole aria-hidden="true" className="size-3.5! text-faint" />}
    />
  );
}
