import { Archive, Copy, PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { refreshReads, showFailureToast, useWrite } from '../../lib/write.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { ListedBoard } from './board.ts';

async function bringBack({ id, name }: ListedBoard, way: 'restore' | 'unarchive'): Promise<void> {
  const outcome = await call(`boards.${way}`, { boardId: id });
  if (!outcome.ok) return showFailureToast(outcome.error);
  showToast({ title: t('boards.restored', { name }) });
  await refreshReads('boards.list');
}

async function putAway(board: ListedBoard, way: 'archive' | 'delete'): Promise<void> {
  const outcome = await call(`boards.${way}`, { boardId: board.id });
  if (!outcome.ok) return showFailureToast(outcome.error);
  const isArchive = way === 'archive';
  showToast({
    title: t(isArchive ? 'boards.archivedToast' : 'boards.deletedToast', { name: board.name }),
    action: {
      label: t('boards.undo'),
      run: () => void bringBack(board, isArchive ? 'unarchive' : 'restore'),
    },
  });
  await refreshReads('boards.list');
}

async function duplicate({ id, name }: ListedBoard): Promise<void> {
  const outcome = await call('boards.duplicate', { boardId: id });
  if (!outcome.ok) return showFailureToast(outcome.error);
  showToast({ title: t('boards.duplicated', { name }) });
  await refreshReads('boards.list');
}

/** Renaming, duplicating, archiving and deleting one board of a list. */
export function BoardMenu({ board }: { board: ListedBoard }) {
  const [isNaming, setNaming] = useState(false);
  const mayManage = board.permissions.includes('board:manage');
  const mayAdminister = board.permissions.includes('board:administer');
  return (
    <>
      <Menu trigger={<MenuButton label={t('boards.actionsOf', { name: board.name })} />}>
        {mayManage && (
          <MenuItem icon={PencilLine} onSelect={() => setNaming(true)}>
            {t('boards.rename')}
          </MenuItem>
        )}
        <MenuItem icon={Copy} onSelect={() => void duplicate(board)}>
          {t('boards.duplicate')}
        </MenuItem>
        {mayAdminister && (
          <>
            <MenuSeparator />
            <MenuItem icon={Archive} onSelect={() => void putAway(board, 'archive')}>
              {t('boards.archive')}
            </MenuItem>
            <MenuItem icon={Trash2} tone="danger" onSelect={() => void putAway(board, 'delete')}>
              {t('boards.delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      {isNaming && <RenameDialog board={board} onClose={() => setNaming(false)} />}
    </>
  );
}

function RenameDialog({ board, onClose }: { board: ListedBoard; onClose: () => void }) {
  const rename = useWrite('boards.update', ['boards.list']);
  return (
    <NameDialog
      title={t('boards.rename')}
      label={t('boards.name')}
      action={t('boards.save')}
      initial={board.name}
      onClose={onClose}
      onSubmit={async (name) => {
        const outcome = await rename.send({ boardId: board.id, name });
        return outcome.ok ? undefined : describeFailure(outcome.error);
      }}
    />
  );
}
