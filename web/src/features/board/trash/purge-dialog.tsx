import { useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { call } from '../../../lib/call.ts';
import { describeFailure } from '../../../lib/failure-text.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useBoardModel } from '../table-context.ts';
import type { Aside } from './put-aside.ts';

interface PurgeDialogProps {
  aside: Aside;
  onClose: () => void;
}

/** Deletes one thing for good, once its name was typed (web W18). */
export function PurgeDialog({ aside, onClose }: PurgeDialogProps) {
  const { board } = useBoardModel();
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const name = aside.name || t('trash.untitled');
  const purge = async () => {
    setPending(true);
    const outcome = await call('boards.purgeFromTrash', { boardId: board.id, ...chosen(aside) });
    setPending(false);
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    showToast({ title: t('trash.purged', { name }) });
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('trash.purgeTitle', { name })}
      description={describe(aside)}
      action={t('trash.purge')}
      typeToConfirm={name}
      error={error}
      pending={isPending}
      onConfirm={() => void purge()}
    />
  );
}

function chosen({ kind, id }: Aside) {
  if (kind === 'item') return { itemIds: [id] };
  return kind === 'group' ? { groupIds: [id] } : { columnIds: [id] };
}

function describe({ kind, count }: Aside): string {
  if (kind === 'item') return t('trash.purgeItem');
  return kind === 'group' ? t('trash.purgeGroup', { count }) : t('trash.purgeColumn', { count });
}
