import type { Column } from '@boardwire/contract/board-model';
import { ArrowLeft, ArrowRight, ChevronDown, EyeOff, Settings2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { columnFacts } from './column-facts.ts';
import { ColumnDialog } from './column-dialog.tsx';
import { send } from './edits.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useBoardModel, useMayOnBoard } from './table-context.ts';

interface ColumnHeadProps {
  column: Column;
  columnIndex: number;
}

/** The head of a column with its menu. */
export function ColumnHead({ column, columnIndex }: ColumnHeadProps) {
  const [isOpen, setOpen] = useState(false);
  const mayManage = useMayOnBoard('board:manage');
  const { icon: Icon } = columnFacts[column.type];
  const label = (
    <>
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="min-w-0 truncate">{column.name}</span>
    </>
  );
  return (
    <div
      role="columnheader"
      aria-colindex={columnIndex}
      className="flex min-w-0 items-center border-r border-line px-1 text-xs font-medium text-muted"
    >
      {mayManage ? (
        <Menu
          align="start"
          trigger={
            <button
              type="button"
              className="flex h-7 w-full min-w-0 items-center gap-1.5 rounded-inner px-1 hover:bg-hover"
            >
              {label}
              <ChevronDown aria-hidden="true" className="ml-auto size-3.5 shrink-0" />
            </button>
          }
        >
          <ColumnActs column={column} onEdit={() => setOpen(true)} />
        </Menu>
      ) : (
        <span className="flex min-w-0 items-center gap-1.5 px-1">{label}</span>
      )}
      {isOpen && <ColumnDialog column={column} onClose={() => setOpen(false)} />}
    </div>
  );
}

function ColumnActs({ column, onEdit }: { column: Column; onEdit: () => void }) {
  const { board, tree } = useBoardModel();
  const { columns } = tree();
  const { id: columnId, name } = column;
  const at = columns.findIndex(({ id }) => id === columnId);
  const right = columns[at + 1];
  const move = (after: string | null) =>
    send(board, { op: 'columns.update', input: { columnId, after } });
  const hide = () => {
    send(board, { op: 'columns.update', input: { columnId, isHidden: true } });
    offerBack(t('board.columnHidden', { name }), () =>
      send(board, { op: 'columns.update', input: { columnId, isHidden: false } }),
    );
  };
  const remove = () => {
    send(board, { op: 'columns.delete', input: { columnId } });
    offerBack(t('board.columnDeleted', { name }), () =>
      send(board, { op: 'columns.restore', input: { columnId } }),
    );
  };
  return (
    <>
      <MenuItem icon={Settings2} onSelect={onEdit}>
        {t('board.editColumn')}
      </MenuItem>
      <MenuItem
        icon={ArrowLeft}
        disabled={at <= 0}
        onSelect={() => move(columns[at - 2]?.id ?? null)}
      >
        {t('board.moveLeft')}
      </MenuItem>
      <MenuItem icon={ArrowRight} disabled={!right} onSelect={() => right && move(right.id)}>
        {t('board.moveRight')}
      </MenuItem>
      <MenuItem icon={EyeOff} onSelect={hide}>
        {t('board.hideColumn')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} tone="danger" onSelect={remove}>
        {t('board.deleteColumn')}
      </MenuItem>
    </>
  );
}

function offerBack(title: string, run: () => unknown): void {
  showToast({ tone: 'neutral', title, action: { label: t('boards.undo'), run: () => void run() } });
}
