import { ChevronDown, RotateCcw, Save, User, Users } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useBoardModel, useMayOnBoard } from '../table-context.ts';
import { saveOwn, updateShared } from './save-views.ts';
import { type NewView, ViewDialog } from './view-dialog.tsx';
import { useViews } from './view-provider.tsx';
import { writeViewSettings } from './stored-settings.ts';

/** Saves the changes of the open view, or asks for the name of a copy. */
function useSaving() {
  const { board } = useBoardModel();
  const { view, discard } = useViews();
  const [asking, setAsking] = useState<NewView['owner'] | null>(null);
  const [isPending, setPending] = useState(false);
  const { id, name, kind, owner } = view;
  const settings = writeViewSettings(view.stored, view.draft);
  const save = async (forWhom: NewView['owner']) => {
    // A view of the app, or of the others, is not changed but copied under a name.
    if (owner !== forWhom) return setAsking(forWhom);
    setPending(true);
    const problem =
      owner === 'own'
        ? await saveOwn(board, id, { name, kind, settings })
        : await updateShared(board, id, { settings });
    setPending(false);
    if (problem !== undefined) return showToast({ tone: 'danger', title: problem });
    discard();
    showToast({ tone: 'neutral', title: t('views.saved') });
  };
  return { asking, setAsking, isPending, settings, save };
}

/** What was changed and not saved: for me, for everybody, or away with it (web W12). */
export function SaveMenu() {
  const { view, discard } = useViews();
  const mayManage = useMayOnBoard('board:manage');
  const { asking, setAsking, isPending, settings, save } = useSaving();
  if (!view.isChanged) return null;
  const { name, kind, owner } = view;
  const { isDefault: _default, ...copied } = settings;
  return (
    <>
      <Menu
        trigger={
          <Button
            size="sm"
            aria-label={t('views.saveView')}
            pending={isPending}
            className="bg-accent-soft! text-accent-ink! max-md:px-2!"
          >
            <Save aria-hidden="true" />
            <span className="hidden @min-[56rem]:inline">{t('views.saveView')}</span>
            <ChevronDown aria-hidden="true" className="max-md:hidden" />
          </Button>
        }
      >
        <MenuItem icon={User} onSelect={() => void save('own')}>
          {t('views.saveForMe')}
        </MenuItem>
        {mayManage && (
          <MenuItem icon={Users} onSelect={() => void save('all')}>
            {t('views.saveForAll')}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon={RotateCcw} onSelect={discard}>
          {t('views.discard')}
        </MenuItem>
      </Menu>
      {asking && (
        <ViewDialog
          title={t(asking === 'own' ? 'views.saveForMe' : 'views.saveForAll')}
          initial={{ name: owner === 'app' ? '' : name, kind, settings: copied, owner: asking }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}
