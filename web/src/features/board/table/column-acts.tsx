import type { Column } from '@boardwire/contract/board-model';
import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ChevronsLeftRight,
  ChevronsRightLeft,
  Copy,
  EyeOff,
  Group,
  ListFilter,
  PencilLine,
  Pin,
  PinOff,
  Settings2,
  Trash2,
  X,
} from 'lucide-react';
import { actionRegistry } from '../../../app/actions.ts';
import { t } from '../../../i18n/t.tsx';
import { MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { send, sendWithUndo } from '../edits.ts';
import { useMayOnBoard, useTable } from '../table-context.ts';
import { showToast } from '../../../ui/toast-store.ts';
import { operatorsOf } from '../views/filter-operators.ts';
import { isGroupable } from '../views/group-items.ts';
import { findField } from '../views/view-context.ts';
import { useViews } from '../views/view-provider.tsx';
import { useColumnChange, useColumnPlace, useColumnWidth } from './column-change.ts';
import type { GridColumns } from './grid-columns.ts';

/** Sorts the view by a field. */
export function SortActs({ field }: { field: string }) {
  const { sort, sortOf } = useColumnChange();
  const direction = sortOf(field);
  return (
    <>
      <MenuItem icon={ArrowUp} disabled={direction === 'up'} onSelect={() => sort(field, 'up')}>
        {t('table.sortUp')}
      </MenuItem>
      <MenuItem
        icon={ArrowDown}
        disabled={direction === 'down'}
        onSelect={() => sort(field, 'down')}
      >
        {t('table.sortDown')}
      </MenuItem>
      {direction && (
        <MenuItem icon={X} onSelect={() => sort(field, undefined)}>
          {t('table.noSort')}
        </MenuItem>
      )}
    </>
  );
}

/** The way of those who cannot drag an edge (web W37). */
export function WidthActs({ field, columns }: { field: string; columns: GridColumns }) {
  const { resizeBy } = useColumnWidth();
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={ChevronsLeftRight} onSelect={() => resizeBy(columns, field, 2)}>
        {t('table.wider')}
      </MenuItem>
      <MenuItem icon={ChevronsRightLeft} onSelect={() => resizeBy(columns, field, -2)}>
        {t('table.narrower')}
      </MenuItem>
    </>
  );
}

interface ColumnActsProps {
  column: Column;
  columns: GridColumns;
  onDialog: (dialog: 'settings' | 'name') => void;
}

/** What can be done with a column (web W12). */
export function ColumnActs({ column, columns, onDialog }: ColumnActsProps) {
  const mayManage = useMayOnBoard('board:manage');
  return (
    <>
      <SortActs field={column.id} />
      <ViewActs column={column} />
      <PlaceActs column={column} />
      <WidthActs field={column.id} columns={columns} />
      {mayManage && <ManageActs column={column} onDialog={onDialog} />}
    </>
  );
}

function ViewActs({ column }: { column: Column }) {
  const { id, name } = column;
  const { view, columns, change } = useViews();
  const { groupBy, isGroupedBy, hide } = useColumnChange();
  const filter = () => {
    const field = findField({ columns }, id);
    const operator = field && operatorsOf(field)[0];
    if (!operator) return;
    const { join, parts } = view.settings.filter;
    change({ filter: { join, parts: [...parts, { field: id, operator }] } });
    // The filter opens, so that its other half can be said.
    actionRegistry
      .list()
      .find((action) => action.id === 'board.filter')
      ?.run();
  };
  const put = () => {
    const { hidden } = view.settings;
    hide(id);
    const run = () => change({ hidden });
    showToast({
      tone: 'neutral',
      title: t('board.columnHidden', { name }),
      action: { label: t('boards.undo'), run },
    });
  };
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={ListFilter} onSelect={filter}>
        {t('table.filterBy')}
      </MenuItem>
      {isGroupable(column) && (
        <MenuItem icon={Group} onSelect={() => groupBy(isGroupedBy(id) ? 'group' : id)}>
          {t(isGroupedBy(id) ? 'table.noGroupBy' : 'table.groupBy')}
        </MenuItem>
      )}
      <MenuItem icon={EyeOff} onSelect={put}>
        {t('board.hideColumn')}
      </MenuItem>
    </>
  );
}

function PlaceActs({ column }: { column: Column }) {
  const { id } = column;
  const { pin, isPinned } = useColumnChange();
  const { moveBy, isFirst, isLast } = useColumnPlace();
  return (
    <>
      <MenuItem icon={isPinned(id) ? PinOff : Pin} onSelect={() => pin(id)}>
        {t(isPinned(id) ? 'table.unpin' : 'table.pin')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={ArrowLeft} disabled={isFirst(id)} onSelect={() => moveBy(column, -1)}>
        {t('board.moveLeft')}
      </MenuItem>
      <MenuItem icon={ArrowRight} disabled={isLast(id)} onSelect={() => moveBy(column, 1)}>
        {t('board.moveRight')}
      </MenuItem>
    </>
  );
}

type ManageActsProps = Pick<ColumnActsProps, 'column' | 'onDialog'>;

function ManageActs({ column, onDialog }: ManageActsProps) {
  const { board } = useTable().model;
  const { id: columnId, name, type, settings } = column;
  const duplicate = () => {
    const id = crypto.randomUUID();
    const input = {
      boardId: board.id,
      id,
      type,
      settings,
      name: t('table.copyOf', { name }),
      after: columnId,
    };
    send(board, { op: 'columns.create', input });
  };
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={PencilLine} onSelect={() => onDialog('name')}>
        {t('boards.rename')}
      </MenuItem>
      <MenuItem icon={Settings2} onSelect={() => onDialog('settings')}>
        {t('board.editColumn')}
      </MenuItem>
      <MenuItem icon={Copy} onSelect={duplicate}>
        {t('board.duplicate')}
      </MenuItem>
      <MenuItem
        icon={Trash2}
        tone="danger"
        onSelect={() =>
          sendWithUndo(board, t('board.columnDeleted', { name }), {
            op: 'columns.delete',
            input: { columnId },
          })
        }
      >
        {t('board.deleteColumn')}
      </MenuItem>
    </>
  );
}
