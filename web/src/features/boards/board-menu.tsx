import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ActionMenuItems } from '../../app/action-menu-items.tsx';
import type { Action } from '../../app/actions.ts';
import type { ListedBoard } from '../../app/board-lists.ts';
import { t } from '../../i18n/t.tsx';
import { Menu } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { boardActions } from './board-actions.ts';

/** What can be done with one board of a list. */
export function BoardMenu({ board }: { board: ListedBoard }) {
  const navigate = useNavigate();
  const [actions, setActions] = useState<readonly Action[]>([]);
  const read = () => setActions(boardActions(board, (to) => void navigate({ href: to })));
  return (
    <Menu
      onOpen={read}
      trigger={<MenuButton label={t('boards.actionsOf', { name: board.name })} />}
    >
      <ActionMenuItems actions={actions} />
    </Menu>
  );
}
