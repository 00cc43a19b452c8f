import { ChevronDown, Copy, House, PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { unreachable } from '../../../lib/unreachable.ts';
import { t } from '../../../i18n/t.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { NameDialog } from '../../../ui/name-dialog.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useBoardModel, useMayOnBoard } from '../table-context.ts';
import { deleteView, makeDefault, saveOwn, updateShared } from './save-views.ts';
import { ViewDialog } from './view-dialog.tsx';
import { useViews } from './view-provider.tsx';
import { writeViewSettings } from './stored-settings.ts';

/** What asks something first. */
export type ViewAct = 'rename' | 'duplicate' | 'delete' | null;

/** What can be done with the open view. */
export function ViewMenu() {
  const [open, setOpen] = useState<ViewAct>(null);
  const { view } = useViews();
  return (
    <>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            aria-label={t('views.actions', { name: view.name })}
            className="mr-1 grid size-6 place-items-center rounded-inner text-muted hover:bg-hover"
          >
            <ChevronDown aria-hidden="true" className="size-3.5" />
          </button>
        }
      >
        <ViewActs onOpen={setOpen} />
      </Menu>
      <ViewActDialog act={open} onClose={() => setOpen(null)} />
    </>
  );
}

/** The dialog of an act; it stands outside of the menu, which closes before. */
export function ViewActDialog({ act, onClose }: Closable & { act: ViewAct }) {
  switch (act) {
    case 'rename':
      return <RenameView onClose={onClose} />;
    case 'duplicate':
      return <DuplicateView onClose={onClose} />;
    case 'delete':
      return <DeleteView onClose={onClose} />;
    case null:
      return null;
    default:
      return unreachable(act);
  }
}

/** The acts themselves, to stand in a menu. */
export function ViewActs({ onOpen }: { onOpen: (act: ViewAct) => void }) {
  const { board } = useBoardModel();
  const { view, views } = useViews();
  const mayManage = useMayOnBoard('board:manage');
  const mayChange = view.owner === 'own' || (view.owner === 'all' && mayManage);
  const prefer = async () => {
    const problem = await makeDefault(board, view, views);
    if (problem !== undefined) showToast({ tone: 'danger', title: problem });
  };
  return (
    <>
      {mayChange && (
        <MenuItem icon={PencilLine} onSelect={() => onOpen('rename')}>
          {t('views.rename')}
        </MenuItem>
      )}
      <MenuItem icon={Copy} onSelect={() => onOpen('duplicate')}>
        {t('views.duplicate')}
      </MenuItem>
      {mayChange && (
        <>
          <MenuItem icon={House} disabled={view.isDefault} onSelect={() => void prefer()}>
            {view.isDefault
              ? t('views.isDefault')
              : t(view.owner === 'own' ? 'views.makeDefaultOwn' : 'views.makeDefaultAll')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={Trash2} tone="danger" onSelect={() => onOpen('delete')}>
            {t('views.delete')}
          </MenuItem>
        </>
      )}
    </>
  );
}

interface Closable {
  onClose: () => void;
}

function RenameView({ onClose }: Closable) {
  const { board } = useBoardModel();
  const { view } = useViews();
  const { id, kind, stored, owner } = view;
  return (
    <NameDialog
      title={t('views.rename')}
      label={t('views.name')}
      action={t('views.save')}
      initial={view.name}
      onClose={onClose}
      onSubmit={async (name) =>
        owner === 'own'
          ? saveOwn(board, id, { name, kind, settings: stored })
          : updateShared(board, id, { name })
      }
    />
  );
}

function DuplicateView({ onClose }: Closable) {
  const { view } = useViews();
  const mayManage = useMayOnBoard('board:manage');
  const { isDefault: _default, ...stored } = view.stored;
  return (
    <ViewDialog
      title={t('views.duplicate')}
      initial={{
        name: t('views.copyOf', { name: view.name }),
        kind: view.kind,
        settings: writeViewSettings(stored, view.draft),
        owner: view.owner === 'all' && mayManage ? 'all' : 'own',
      }}
      onClose={onClose}
    />
  );
}

function DeleteView({ onClose }: Closable) {
  const { board } = useBoardModel();
  const { view, open } = useViews();
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    const problem = await deleteView(board, view);
    setPending(false);
    if (problem !== undefined) return setError(problem);
    onClose();
    open(undefined);
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('views.deleteTitle', { name: view.name })}
      description={t(view.owner === 'own' ? 'views.deleteOwn' : 'views.deleteAll')}
      action={t('views.delete')}
      error={error}
      pending={isPending}
      onConfirm={() => void confirm()}
    />
  );
}
