import { Archive, PencilLine, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import type { Column } from '@boardwire/contract/board-model';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { editorOf } from './column-facts.ts';
import { sendWithUndo } from './edits.ts';
import { useBoardModel, useMayOnBoard, useTable, useTableState } from './table-context.ts';
import { listSelected } from './table/selection.ts';
import { writeCells } from './table/write-cells.ts';
import { parseTyped } from './typed-values.ts';
import { ValueField } from './value-field.tsx';
import { useShownRows } from './views/use-shown.ts';

/** What can be done with all selected items at once, as one step to undo. */
export function BulkBar() {
  const table = useTable();
  const { store } = table;
  const { board } = useBoardModel();
  const selected = useTableState((state) => state.selected);
  useShownRows();
  const itemIds = listSelected(table);
  const mayWrite = useMayOnBoard('item:write');
  const [isSetting, setSetting] = useState(false);
  if (selected.size === 0 || itemIds.length === 0) return null;
  const clear = () => store.setState({ selected: new Set() });
  const count = itemIds.length;
  const act = (kind: 'archive' | 'delete') => {
    const input = { boardId: board.id, itemIds, action: { kind } };
    const key = kind === 'archive' ? 'board.bulkArchived' : 'board.bulkDeleted';
    sendWithUndo(board, t(key, { count }), { op: 'items.bulk', input });
    clear();
  };
  return (
    <div
      role="region"
      aria-label={t('board.bulk')}
      className="flex flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2"
    >
      <span role="status" className="text-sm font-medium text-ink">
        {t('board.selected', { count })}
      </span>
      {mayWrite && (
        <>
          <Button size="sm" onClick={() => setSetting(true)}>
            <PencilLine aria-hidden="true" />
            {t('board.set')}
          </Button>
          <Button size="sm" onClick={() => act('archive')}>
            <Archive aria-hidden="true" />
            {t('boards.archive')}
          </Button>
          <Button size="sm" variant="dangerQuiet" onClick={() => act('delete')}>
            <Trash2 aria-hidden="true" />
            {t('boards.delete')}
          </Button>
        </>
      )}
      <IconButton icon={X} size="iconSm" label={t('board.clearSelection')} onClick={clear} />
      {isSetting && (
        <SetDialog itemIds={itemIds} onClose={() => setSetting(false)} onDone={clear} />
      )}
    </div>
  );
}

interface SetDialogProps {
  itemIds: string[];
  onClose: () => void;
  onDone: () => void;
}

/** Which column is set to which value. */
function useSetting({ itemIds, onClose, onDone }: SetDialogProps) {
  const table = useTable();
  const { tree } = useBoardModel();
  const columns = tree().columns.filter((column) => editorOf(column) !== 'none');
  const [columnId, chooseColumn] = useState(columns[0]?.id ?? '');
  const [value, setValue] = useState<FieldInput>(null);
  const [error, setError] = useState<string>();
  const column = columns.find(({ id }) => id === columnId);
  const setColumnId = (id: string) => {
    chooseColumn(id);
    setValue(null);
    setError(undefined);
  };
  const save = () => {
    if (!column) return;
    const read = readValue(column, value);
    if (!read.ok) return setError(read.message);
    const title = t('board.bulkSet', { count: itemIds.length, column: column.name });
    // Where it is refused, the value stays at the cell with the reason.
    const writes = itemIds.map((itemId) => ({ itemId, field: column.id, value: read.value }));
    void writeCells(table, writes, title);
    onDone();
    onClose();
  };
  return { columns, column, setColumnId, value, setValue, error, save };
}

function SetDialog(props: SetDialogProps) {
  const { itemIds, onClose } = props;
  const { columns, column, setColumnId, value, setValue, error, save } = useSetting(props);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('board.setTitle', { count: itemIds.length })}
      description={columns.length === 0 ? t('board.noColumns') : undefined}
    >
      <div className="flex flex-col gap-4">
        <ColumnField
          columns={columns}
          value={column?.id ?? ''}
          error={error}
          onChange={setColumnId}
        />
        {column && (
          <ValueField
            key={column.id}
            column={column}
            value={value}
            onChange={(next) => setValue(next)}
          />
        )}
      </div>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button variant="primary" disabled={!column} onClick={save}>
          {t('board.set')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

interface ColumnFieldProps {
  columns: readonly Column[];
  value: string;
  error: string | undefined;
  onChange: (columnId: string) => void;
}

function ColumnField({ columns, value, error, onChange }: ColumnFieldProps) {
  return (
    <Field label={t('board.column')} error={error}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {columns.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** Texts as they are typed in a cell; what was chosen is a value already. */
function readValue(column: Column, value: FieldInput) {
  return editorOf(column) === 'typed' && typeof value === 'string'
    ? parseTyped(value, column, null)
    : ({ ok: true, value } as const);
}
