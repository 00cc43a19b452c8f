import { Plus } from 'lucide-react';
import { type KeyboardEvent, memo, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { ColumnDialog } from '../column-dialog.tsx';
import { fixedClass } from '../table-classes.ts';
import { useMayOnBoard, useTable } from '../table-context.ts';
import { ColumnHead, TitleHead } from './column-head.tsx';
import type { ColumnSight, GridColumns } from './grid-columns.ts';
import { goToEdgeLine } from './line-keys.ts';
import { SelectAll } from './select-all.tsx';

interface GridHeadProps extends ColumnSight {
  columns: GridColumns;
}

const HEADS = '[data-head]';

/** The heads have one stop for the arrows; up from the first line leads there, down leads back. */
function stepHead({
  target,
  currentTarget,
  key,
  altKey,
  ctrlKey,
}: KeyboardEvent<HTMLElement>): boolean {
  if (altKey || ctrlKey || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false;
  const heads = [...currentTarget.querySelectorAll<HTMLElement>(HEADS)];
  const at = heads.findIndex((head) => head === target);
  const next = heads[at + (key === 'ArrowLeft' ? -1 : 1)];
  if (at < 0 || !next) return false;
  next.focus();
  return true;
}

/** The names of the columns, with their menus. They stay on top. */
export const GridHead = memo(function GridHead({ columns, from, to }: GridHeadProps) {
  const table = useTable();
  const { pinned, loose } = columns;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    if (!(target instanceof Element && target.matches(HEADS)) || event.defaultPrevented) return;
    const isOpen = target.getAttribute('aria-expanded') === 'true';
    if (event.key === 'ArrowDown' && !event.altKey && !isOpen) goToEdgeLine(table, 'first');
    else if (!stepHead(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="rowgroup" className="sticky top-0 z-30">
      <div
        role="row"
        aria-rowindex={1}
        onKeyDownCapture={onKeyDown}
        className="relative flex h-9 border-y border-line bg-canvas"
      >
        <div role="presentation" className={fixedClass}>
          <div
            role="columnheader"
            aria-colindex={1}
            aria-label={t('board.selection')}
            className="grid w-10 shrink-0 place-items-center border-r border-line"
          >
            <SelectAll />
          </div>
          <TitleHead columns={columns} />
          {pinned.map((column) => (
            <ColumnHead key={column.column.id} place={column} columns={columns} isPinned />
          ))}
        </div>
        {loose.slice(from, to).map((column) => (
          <ColumnHead key={column.column.id} place={column} columns={columns} isPinned={false} />
        ))}
        <AddColumn />
      </div>
    </div>
  );
});

function AddColumn() {
  const [isAdding, setAdding] = useState(false);
  const mayManage = useMayOnBoard('board:manage');
  if (!mayManage) return null;
  return (
    <>
      <div
        role="columnheader"
        style={{ left: 'calc(var(--board-fixed) + var(--board-loose))' }}
        className="absolute top-0 flex h-full items-center px-1"
      >
        <IconButton
          icon={Plus}
          size="iconSm"
          label={t('board.addColumn')}
          onClick={() => setAdding(true)}
        />
      </div>
      {isAdding && <ColumnDialog onClose={() => setAdding(false)} />}
    </>
  );
}
