import type { Comment } from '@boardwire/contract/comments';
import { Ellipsis, Link2, PencilLine, Trash2 } from 'lucide-react';
import { useAccount } from '../../../app/use-account.ts';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { send } from '../edits.ts';
import { useMayOnBoard, useTable } from '../table-context.ts';
import { copyText, itemAddress } from './item-link.ts';

async function copyLink(address: string): Promise<void> {
  const isCopied = await copyText(address);
  showToast(
    isCopied
      ? { tone: 'success', title: t('comments.linkCopied') }
      : { tone: 'danger', title: t('ui.copyFailed') },
  );
}

/** What can be done with a comment. */
export function CommentMenu({ comment, onEdit }: { comment: Comment; onEdit: () => void }) {
  const { board } = useTable().model;
  const { id: ownId } = useAccount();
  const mayAdminister = useMayOnBoard('board:administer');
  const { id: commentId, itemId, authorId, body } = comment;
  const isOwn = authorId === ownId;
  const remove = () => {
    send(board, { op: 'comments.delete', input: { commentId } });
    showToast({
      tone: 'neutral',
      title: t('comments.wasDeleted'),
      // Somebody else's words come back by nobody but themselves.
      ...(isOwn && {
        action: {
          label: t('boards.undo'),
          run: () => send(board, { op: 'comments.restore', input: { commentId, body } }),
        },
      }),
    });
  };
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="iconSm" aria-label={t('comments.actions')}>
          <Ellipsis aria-hidden="true" />
        </Button>
      }
    >
      {isOwn && (
        <MenuItem icon={PencilLine} onSelect={onEdit}>
          {t('comments.edit')}
        </MenuItem>
      )}
      <MenuItem
        icon={Link2}
        onSelect={() => void copyLink(itemAddress(board.id, itemId, commentId))}
      >
        {t('comments.copyLink')}
      </MenuItem>
      {(isOwn || mayAdminister) && (
        <MenuItem icon={Trash2} tone="danger" onSelect={remove}>
          {t('comments.delete')}
        </MenuItem>
      )}
    </Menu>
  );
}
