import { Link, useNavigate } from '@tanstack/react-router';
import {
  Archive,
  Bell,
  ChevronLeft,
  FileUp,
  ListRestart,
  Settings2,
  Plus,
  Share2,
  Trash2,
  Users,
} from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { NARROW, useMedia } from '../../lib/use-media.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { FavouriteButton, FavouriteItem } from '../boards/index.ts';
import { askPlaceSettings } from '../notification-settings/index.ts';
import { BoardSettingsDialog, ShareDialog } from '../sharing/index.ts';
import { ImportLink } from './import-link.tsx';
import { Here } from './live/here.tsx';
import { LivePill } from './live/live-pill.tsx';
import { send } from './edits.ts';
import { useBoardModel, useMayOnBoard } from './table-context.ts';

type Open = 'share' | 'settings' | 'group' | null;

interface Opens {
  onOpen: (open: Open) => void;
}

/** The name of the board, who is here, how the connection stands, and what can be done with all of it: one line. */
export function BoardHeader() {
  const { board } = useBoardModel();
  const [open, setOpen] = useState<Open>(null);
  const info = board.view().board;
  const isNarrow = useMedia(NARROW);
  return (
    <header className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2.5 max-md:py-1.5 md:gap-x-3">
      <div className="flex min-w-24 flex-1 items-center gap-1 md:min-w-40">
        <Link
          to="/o/$organizationId/boards"
          params={{ organizationId: info.organizationId }}
          aria-label={t('board.back')}
          className="grid size-8 shrink-0 place-items-center rounded text-muted hover:bg-hover"
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
        </Link>
        <h1
          title={info.name}
          className="min-w-0 truncate text-lg font-semibold tracking-tight text-ink max-md:line-clamp-2 max-md:text-base max-md:leading-tight max-md:break-words max-md:whitespace-normal"
        >
          {info.name}
        </h1>
        {!isNarrow && <FavouriteButton boardId={board.id} />}
      </div>
      <Here />
      <LivePill />
      {!isNarrow && <HeaderButtons onOpen={setOpen} />}
      <BoardMenu isNarrow={isNarrow} onOpen={setOpen} />
      {open === 'share' && <ShareDialog board={info} onClose={() => setOpen(null)} />}
      {open === 'settings' && <BoardSettingsDialog board={info} onClose={() => setOpen(null)} />}
      {open === 'group' && <AddGroupDialog onClose={() => setOpen(null)} />}
    </header>
  );
}

function HeaderButtons({ onOpen }: Opens) {
  const mayManage = useMayOnBoard('board:manage');
  const mayAdminister = useMayOnBoard('board:administer');
  return (
    <>
      {mayManage && (
        <Button title={t('board.addGroup')} onClick={() => onOpen('group')}>
          <Plus aria-hidden="true" />
          <span className="max-lg:sr-only">{t('board.addGroup')}</span>
        </Button>
      )}
      {mayAdminister && (
        <Button title={t('share.open')} onClick={() => onOpen('share')}>
          <Share2 aria-hidden="true" />
          <span className="max-lg:sr-only">{t('share.open')}</span>
        </Button>
      )}
    </>
  );
}

/** In a narrow window what has a button elsewhere. */
function MovedItems({ boardId, onOpen }: Opens & { boardId: string }) {
  const mayManage = useMayOnBoard('board:manage');
  const mayAdminister = useMayOnBoard('board:administer');
  return (
    <>
      <FavouriteItem boardId={boardId} />
      {mayManage && (
        <MenuItem icon={Plus} onSelect={() => onOpen('group')}>
          {t('board.addGroup')}
        </MenuItem>
      )}
      {mayAdminister && (
        <MenuItem icon={Share2} onSelect={() => onOpen('share')}>
          {t('share.open')}
        </MenuItem>
      )}
      <MenuSeparator />
    </>
  );
}

function BoardMenu({ isNarrow, onOpen }: Opens & { isNarrow: boolean }) {
  const { board } = useBoardModel();
  const mayManage = useMayOnBoard('board:manage');
  const mayAdminister = useMayOnBoard('board:administer');
  const { id: boardId, name } = board.view().board;
  return (
    <Menu trigger={<MenuButton label={t('boards.actionsOf', { name })} />}>
      {isNarrow && <MovedItems boardId={boardId} onOpen={onOpen} />}
      {mayManage && (
        <MenuItem icon={Settings2} onSelect={() => onOpen('settings')}>
          {t('boardSettings.title')}
        </MenuItem>
      )}
      {mayManage && <ImportLink icon={FileUp} />}
      <PageItems boardId={boardId} />
      <NotificationsItem />
      {mayAdminister && <EndItems />}
    </Menu>
  );
}

/** How one is notified of the board; who follows a link has no inbox. */
function NotificationsItem() {
  const { board } = useBoardModel();
  const { id, name, organizationId } = board.view().board;
  const asked = { organizationId, scope: 'board', id, name } as const;
  return (
    <MenuItem icon={Bell} onSelect={() => askPlaceSettings(asked)}>
      {t('notify.boardAction')}
    </MenuItem>
  );
}

/** What takes the board out of use. */
function EndItems() {
  const { board } = useBoardModel();
  const { id: boardId, archivedAt } = board.view().board;
  const isKept = archivedAt === null;
  return (
    <>
      <MenuSeparator />
      <MenuItem
        icon={Archive}
        onSelect={() =>
          send(board, {
            op: isKept ? 'boards.archive' : 'boards.unarchive',
            input: { boardId },
          })
        }
      >
        {t(isKept ? 'boards.archive' : 'board.unarchive')}
      </MenuItem>
      <MenuItem
        icon={Trash2}
        tone="danger"
        onSelect={() => send(board, { op: 'boards.delete', input: { boardId } })}
      >
        {t('boards.delete')}
      </MenuItem>
    </>
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

/** The pages of a board besides itself. */
function PageItems({ boardId }: { boardId: string }) {
  const navigate = useNavigate();
  const params = { boardId };
  return (
    <>
      <MenuItem
        icon={Users}
        onSelect={() => void navigate({ to: '/boards/$boardId/people', params })}
      >
        {t('boardPeople.title')}
      </MenuItem>
      <MenuItem
        icon={ListRestart}
        onSelect={() => void navigate({ to: '/boards/$boardId/trash', params })}
      >
        {t('trash.title')}
      </MenuItem>
    </>
  );
}
