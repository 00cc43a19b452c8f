import { Link } from '@tanstack/react-router';
import {
  Archive,
  ChevronLeft,
  FileUp,
  ListRestart,
  PencilLine,
  Plus,
  Share2,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { ShareDialog } from '../boards/index.ts';
import { ImportLink } from './import-link.tsx';
import { LivePill } from './live-pill.tsx';
import { PutAsideDialog } from './put-aside-dialog.tsx';
import { send } from './edits.ts';
import { usePeople } from './people.tsx';
import { useBoardModel, useMayOnBoard } from './table-context.ts';

type Open = 'share' | 'rename' | 'group' | 'aside' | null;

/** The name of the board, who is here, how the connection stands, and what can be done with all of it. */
export function BoardHeader() {
  const { board } = useBoardModel();
  const [open, setOpen] = useState<Open>(null);
  const info = board.view().board;
  const mayManage = useMayOnBoard('board:manage');
  const mayAdminister = useMayOnBoard('board:administer');
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
      <div className="flex min-w-0 flex-1 items-center gap-1">
        <Link
          to="/o/$organizationId/boards"
          params={{ organizationId: info.organizationId }}
          aria-label={t('board.back')}
          className="grid size-8 shrink-0 place-items-center rounded text-muted hover:bg-hover"
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
        </Link>
        <h1 className="min-w-0 truncate text-lg font-semibold tracking-tight text-ink">
          {info.name}
        </h1>
      </div>
      <Here />
      <LivePill />
      {mayManage && (
        <Button onClick={() => setOpen('group')}>
          <Plus aria-hidden="true" />
          <span className="max-sm:sr-only">{t('board.addGroup')}</span>
        </Button>
      )}
      {mayAdminister && (
        <Button onClick={() => setOpen('share')}>
          <Share2 aria-hidden="true" />
          <span className="max-sm:sr-only">{t('share.open')}</span>
        </Button>
      )}
      <BoardMenu onOpen={setOpen} />
      {open === 'share' && <ShareDialog board={info} onClose={() => setOpen(null)} />}
      {open === 'rename' && <RenameDialog onClose={() => setOpen(null)} />}
      {open === 'group' && <AddGroupDialog onClose={() => setOpen(null)} />}
      {open === 'aside' && <PutAsideDialog onClose={() => setOpen(null)} />}
    </header>
  );
}

/** Faces that fit beside the name. */
const FACES = 4;

/** Others who have the board open. */
function Here() {
  const { board } = useBoardModel();
  const { nameOf } = usePeople();
  const { id: ownId } = useAccount();
  const others = board.people().filter(({ user }) => user !== ownId);
  const users = [...new Set(others.map(({ user }) => user))];
  if (users.length === 0) return null;
  const names = users.map(nameOf);
  return (
    <div className="flex items-center -space-x-1.5" title={names.join(', ')}>
      <span className="sr-only">{t('board.here', { names: names.join(', ') })}</span>
      {users.slice(0, FACES).map((id) => (
        <span key={id} className="rounded-full ring-2 ring-surface">
          <Avatar name={nameOf(id)} seed={id} />
        </span>
      ))}
      {users.length > FACES && (
        <span aria-hidden="true" className="pl-3 text-xs text-muted">
          {t('board.andMore', { count: users.length - FACES })}
        </span>
      )}
    </div>
  );
}

function BoardMenu({ onOpen }: { onOpen: (open: Open) => void }) {
  const { board } = useBoardModel();
  const mayManage = useMayOnBoard('board:manage');
  const mayAdminister = useMayOnBoard('board:administer');
  const { id: boardId, name, archivedAt } = board.view().board;
  return (
    <Menu trigger={<MenuButton label={t('boards.actionsOf', { name })} />}>
      {mayManage && (
        <MenuItem icon={PencilLine} onSelect={() => onOpen('rename')}>
          {t('boards.rename')}
        </MenuItem>
      )}
      {mayManage && <ImportLink icon={FileUp} />}
      <MenuItem icon={ListRestart} onSelect={() => onOpen('aside')}>
        {t('board.aside')}
      </MenuItem>
      {mayAdminister && (
        <>
          <MenuSeparator />
          <MenuItem
            icon={Archive}
            onSelect={() =>
              send(board, {
                op: archivedAt === null ? 'boards.archive' : 'boards.unarchive',
                input: { boardId },
              })
            }
          >
            {t(archivedAt === null ? 'boards.archive' : 'board.unarchive')}
          </MenuItem>
          <MenuItem
            icon={Trash2}
            tone="danger"
            onSelect={() => send(board, { op: 'boards.delete', input: { boardId } })}
          >
            {t('boards.delete')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

function RenameDialog({ onClose }: { onClose: () => void }) {
  const { board } = useBoardModel();
  const { id: boardId, name } = board.view().board;
  return (
    <NameDialog
      title={t('boards.rename')}
      label={t('boards.name')}
      action={t('boards.save')}
      initial={name}
      onClose={onClose}
      onSubmit={(next) => {
        send(board, { op: 'boards.update', input: { boardId, name: next } });
        return undefined;
      }}
    />
  );
}

function AddGroupDialog({ onClose }: { onClose: () => void }) {
  const { board } = useBoardModel();
  return (
    <NameDialog
      title={t('board.addGroup')}
      label={t('board.groupName')}
      action={t('board.add')}
      onClose={onClose}
      onSubmit={(name) => {
        const id = crypto.randomUUID();
        send(board, { op: 'groups.create', input: { boardId: board.id, id, name } });
        return undefined;
      }}
    />
  );
}
