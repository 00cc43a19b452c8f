import { Link } from '@tanstack/react-router';
import type { Output } from '@boardwire/sdk/operations';
import { t } from '../../i18n/t.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { BoardVisibility } from './board-visibility.tsx';
import { InviteGuest } from './invite-guest.tsx';
import { ShareLinks } from './share-links.tsx';
import { ShareMembers } from './share-members.tsx';

type Board = Pick<Output<'boards.get'>, 'id' | 'name' | 'organizationId' | 'visibility'>;

interface ShareDialogProps {
  board: Board;
  onClose: () => void;
}

/** Who can see a board: everybody, the people named on it, whoever has a link. */
export function ShareDialog({ board, onClose }: ShareDialogProps) {
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('share.title', { name: board.name })}>
      <div className="flex flex-col gap-6">
        <BoardVisibility board={board} />
        <ShareMembers boardId={board.id} organizationId={board.organizationId} />
        <Link
          to="/boards/$boardId/people"
          params={{ boardId: board.id }}
          className="self-start text-sm font-medium text-accent-ink underline"
          onClick={onClose}
        >
          {t('boardPeople.all')}
        </Link>
        <InviteGuest organizationId={board.organizationId} />
        <ShareLinks boardId={board.id} />
      </div>
    </Dialog>
  );
}
