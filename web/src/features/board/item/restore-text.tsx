import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { call } from '../../../lib/call.ts';
import { showFailureToast } from '../../../lib/write.ts';
import { Button } from '../../../ui/button.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useItem, useMayOnBoard, useTable } from '../table-context.ts';

interface RestoreTextProps {
  itemId: string;
  field: string;
  /** The edit after which the text was so. */
  seq: number;
}

/** Gives a long text the content again that it had after an edit; what stands now stays in the activity. */
async function restoreText({ itemId, field, seq }: RestoreTextProps): Promise<void> {
  const found = await call('texts.getVersion', { itemId, field, version: seq });
  if (!found.ok) return showFailureToast(found.error);
  const { document } = found.data;
  const written = await call('texts.replace', { itemId, field, document });
  if (!written.ok) return showFailureToast(written.error);
  showToast({ tone: 'success', title: t('activity.textRestored') });
}

/** Shown where the text is another one by now. */
export function RestoreText(props: RestoreTextProps) {
  const { itemId, field, seq } = props;
  const { board } = useTable().model;
  const item = useItem(itemId);
  const mayWrite = useMayOnBoard('item:write');
  const [isPending, setPending] = useState(false);
  const column = board.view().columns.get(field);
  const isOpen = mayWrite && item?.deletedAt === null && column?.deletedAt === null;
  if (!isOpen || item.versions[field] === seq) return null;
  const restore = () => {
    setPending(true);
    void restoreText(props).finally(() => setPending(false));
  };
  return (
    <Button
      size="sm"
      variant="ghost"
      pending={isPending}
      className="h-6 px-1.5 text-xs opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100 pointer-coarse:opacity-100"
      aria-label={t('activity.restoreOf', { name: column.name })}
      onClick={restore}
    >
      <RotateCcw aria-hidden="true" />
      {t('activity.restore')}
    </Button>
  );
}
