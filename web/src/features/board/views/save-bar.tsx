import { useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useBoardModel, useMayOnBoard } from '../table-context.ts';
import { saveOwn, updateShared } from './save-views.ts';
import { type NewView, ViewDialog } from './view-dialog.tsx';
import { useViews } from './view-provider.tsx';
import { writeViewSettings } from './stored-settings.ts';

/** What was changed and not saved: for me, for everybody, or away with it (web W12). */
export function SaveBar() {
  const { board } = useBoardModel();
  const { view, discard } = useViews();
  const mayManage = useMayOnBoard('board:manage');
  const [asking, setAsking] = useState<NewView['owner'] | null>(null);
  const [isPending, setPending] = useState(false);
  if (!view.isChanged) return null;
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
  const { isDefault: _default, ...copied } = settings;
  return (
    <span className="flex flex-wrap items-center gap-1.5 max-sm:w-full max-sm:justify-end">
      <Button variant="ghost" size="sm" onClick={discard}>
        {t('views.discard')}
      </Button>
      <Button size="sm" disabled={isPending} onClick={() => void save('own')}>
        {t('views.saveForMe')}
      </Button>
      {mayManage && (
        <Button size="sm" disabled={isPending} onClick={() => void save('all')}>
          {t('views.saveForAll')}
        </Button>
      )}
      {asking && (
        <ViewDialog
          title={t(asking === 'own' ? 'views.saveForMe' : 'views.saveForAll')}
          initial={{ name: owner === 'app' ? '' : name, kind, settings: copied, owner: asking }}
          onClose={() => setAsking(null)}
        />
      )}
    </span>
  );
}
