import { Plus } from 'lucide-react';
import { type KeyboardEvent, memo, type RefObject, useEffect, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { controlClass } from '../../../ui/input.tsx';
import { cx } from '../../../ui/cx.ts';
import { sendNewItem } from '../lost-lines.ts';
import { useTable } from '../table-context.ts';
import { newItem } from '../views/new-item.ts';
import type { ShownBucket } from '../views/row-engine.ts';

interface QuickAddProps {
  bucket: ShownBucket;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  /** An item was added. */
  onAdded: () => void;
}

/** Type a title, press Enter, and the next one: items at the end of a column (web W15). */
export const QuickAdd = memo(function QuickAdd(props: QuickAddProps) {
  const { bucket, isOpen, onOpen, onAdded } = props;
  const button = useRef<HTMLButtonElement>(null);
  const { name } = bucket;
  if (isOpen) return <AddForm bucket={bucket} button={button} onOpen={onOpen} onAdded={onAdded} />;
  return (
    <button
      ref={button}
      type="button"
      aria-label={t('kanban.addTo', { name })}
      onClick={() => onOpen(true)}
      className="flex h-8 w-full items-center gap-2 rounded px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-ink"
    >
      <Plus aria-hidden="true" className="size-4" />
      {t('kanban.add')}
    </button>
  );
});

interface AddFormProps extends Omit<QuickAddProps, 'isOpen'> {
  button: RefObject<HTMLButtonElement | null>;
}

function useAdding({ bucket, onAdded }: Pick<AddFormProps, 'bucket' | 'onAdded'>) {
  const table = useTable();
  const field = useRef<HTMLTextAreaElement>(null);
  const [title, setTitle] = useState('');
  // Whoever has begun the next one meanwhile keeps that.
  const putBack = (refused: string) => {
    if (field.current?.value !== '') return false;
    setTitle(refused);
    return true;
  };
  const add = () => {
    const trimmed = title.trim();
    if (trimmed === '') return;
    setTitle('');
    const { model, shown } = table;
    void sendNewItem(table, newItem(model.board, shown.groupedBy(), bucket, trimmed), putBack);
    onAdded();
  };
  return { field, title, setTitle, add };
}

function AddForm({ bucket, onOpen, onAdded }: AddFormProps) {
  const { field, title, setTitle, add } = useAdding({ bucket, onAdded });
  useEffect(() => field.current?.focus(), [field]);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') onOpen(false);
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    add();
  };
  return (
    <textarea
      ref={field}
      rows={2}
      aria-label={t('kanban.titleOf', { name: bucket.name })}
      placeholder={t('board.itemTitle')}
      value={title}
      autoComplete="off"
      onChange={(event) => setTitle(event.target.value.replaceAll('\n', ' '))}
      onKeyDown={onKeyDown}
      onBlur={() => {
        add();
        onOpen(false);
      }}
      className={cx(
        controlClass,
        'block field-sizing-content w-full resize-none px-3 py-2 text-sm',
      )}
    />
  );
}
