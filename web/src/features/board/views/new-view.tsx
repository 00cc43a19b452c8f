import { SquareKanban, Table2 } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { MenuItem } from '../../../ui/menu.tsx';
import { useMayOnBoard } from '../table-context.ts';
import { ViewDialog } from './view-dialog.tsx';
import type { ViewKind } from './view-settings.ts';

/** The kinds of a new view, to stand in a menu. */
export function NewViewItems({ onChoose }: { onChoose: (kind: ViewKind) => void }) {
  return (
    <>
      <MenuItem icon={Table2} onSelect={() => onChoose('table')}>
        {t('views.newTable')}
      </MenuItem>
      <MenuItem icon={SquareKanban} onSelect={() => onChoose('kanban')}>
        {t('views.newKanban')}
      </MenuItem>
    </>
  );
}

interface NewViewDialogProps {
  kind: ViewKind | null;
  onClose: () => void;
}

/** Asks how the new view is called and who sees it; of no kind, nothing. */
export function NewViewDialog({ kind, onClose }: NewViewDialogProps) {
  const mayManage = useMayOnBoard('board:manage');
  if (kind === null) return null;
  return (
    <ViewDialog
      title={t(kind === 'table' ? 'views.newTable' : 'views.newKanban')}
      initial={{ name: '', kind, settings: {}, owner: mayManage ? 'all' : 'own' }}
      onClose={onClose}
    />
  );
}
