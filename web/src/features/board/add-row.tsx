import { Plus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { cx } from '../../ui/cx.ts';
import { send } from './edits.ts';
import { lineClass } from './table-classes.ts';
import { useBoardModel } from './table-context.ts';

interface AddRowProps {
  groupId: string;
  rowIndex: number;
  /** Distance from the first line, in CSS pixels. */
  top: number;
}

/** The title being typed; adding empties it for the next one. */
function useAdding(groupId: string) {
  const { board } = useBoardModel();
  const [title, setTitle] = useState('');
  const add = () => {
    const trimmed = title.trim();
    if (trimmed === '') return;
    setTitle('');
    const { done } = send(board, {
      op: 'items.create',
      input: { boardId: board.id, id: crypto.randomUUID(), groupId, title: trimmed },
    });
    void done.then((outcome) => {
      // Whoever has begun the next one meanwhile keeps that.
      if (outcome.kind === 'refused') setTitle((typed) => typed || trimmed);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) add();
    if (event.key === 'Escape') setTitle('');
  };
  return { title, setTitle, add, onKeyDown };
}

/** The last line of a group: type a title, press Enter, and again. */
export function AddRow({ groupId, rowIndex, top }: AddRowProps) {
  const { board, tree } = useBoardModel();
  const { title, setTitle, add, onKeyDown } = useAdding(groupId);
  const name = board.view().groups.get(groupId)?.name ?? '';
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      aria-level={2}
      style={{ top }}
      className={cx(lineClass, 'bg-surface')}
    >
      <div
        role="gridcell"
        aria-colindex={1}
        aria-colspan={tree().columns.length + 2}
        className="sticky left-0 flex h-full w-[min(100cqw,24.5rem)] items-center gap-2 pl-3"
      >
        <Plus aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <input
          aria-label={t('board.addItemTo', { name })}
          placeholder={t('board.addItem')}
          value={title}
          autoComplete="off"
          onChange={(event) => setTitle(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
          className="h-8 min-w-0 flex-1 rounded-inner bg-transparent px-2 text-sm text-ink"
        />
      </div>
    </div>
  );
}
