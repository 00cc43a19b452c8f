import { Plus } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { cx } from '../../ui/cx.ts';
import { sendNewItem } from './lost-lines.ts';
import { lineClass } from './table-classes.ts';
import { useTable } from './table-context.ts';
import { moveLine } from './table/line-keys.ts';
import { useLineFocus } from './table/use-line-focus.ts';
import { newItem } from './views/new-item.ts';
import type { ShownBucket } from './views/row-engine.ts';
import { useViews } from './views/view-provider.tsx';

interface AddRowProps {
  bucket: ShownBucket;
  rowIndex: number;
  /** Distance from the first line, in CSS pixels. */
  top: number;
}

/** The title being typed; adding empties it for the next one. */
function useAdding(bucket: ShownBucket, key: string) {
  const table = useTable();
  const input = useRef<HTMLInputElement>(null);
  const [title, setTitle] = useState('');
  // Whoever has begun the next one meanwhile keeps that.
  const putBack = (refused: string) => {
    if (input.current?.value !== '') return false;
    setTitle(refused);
    return true;
  };
  const add = () => {
    const trimmed = title.trim();
    if (trimmed === '') return;
    setTitle('');
    const { shown, model } = table;
    void sendNewItem(table, newItem(model.board, shown.groupedBy(), bucket, trimmed), putBack);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) add();
    if (event.key === 'Escape') setTitle('');
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    moveLine(table, key, step);
  };
  return { input, title, setTitle, add, onKeyDown };
}

/** The last line of a group: type a title, press Enter, and again. */
export function AddRow({ bucket, rowIndex, top }: AddRowProps) {
  const { columns } = useViews();
  const { store } = useTable();
  const row = useRef<HTMLDivElement>(null);
  const key = `add ${bucket.key}`;
  const isLine = useLineFocus(row, key);
  const { input, title, setTitle, add, onKeyDown } = useAdding(bucket, key);
  return (
    <div
      ref={row}
      role="row"
      aria-rowindex={rowIndex}
      aria-level={2}
      tabIndex={isLine ? 0 : -1}
      onFocus={({ target, currentTarget }) => target === currentTarget && input.current?.focus()}
      style={{ top }}
      className={cx(lineClass, 'bg-surface')}
    >
      <div
        role="gridcell"
        aria-colindex={1}
        aria-colspan={columns.length + 2}
        className="sticky left-0 flex h-full w-[min(100cqw,24.5rem)] items-center gap-2 pl-3"
      >
        <Plus aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <input
          ref={input}
          tabIndex={-1}
          aria-label={t('board.addItemTo', { name: bucket.name })}
          placeholder={t('board.addItem')}
          value={title}
          autoComplete="off"
          onChange={(event) => setTitle(event.target.value)}
          data-adds
          onKeyDown={onKeyDown}
          onFocus={() =>
            isLine || store.setState({ activeLine: key, range: null, takesFocus: false })
          }
          onBlur={add}
          className="h-8 min-w-0 flex-1 rounded-inner bg-transparent px-2 text-sm text-ink"
        />
      </div>
    </div>
  );
}
