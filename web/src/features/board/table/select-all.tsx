import { useEffect, useRef } from 'react';
import { t } from '../../../i18n/t.tsx';
import { useMayOnBoard, useTable, useTableState } from '../table-context.ts';
import { useShownRows } from '../views/use-shown.ts';
import { listSelected, selectAll } from './selection.ts';

/** Selects all rows, or none of them; half ticked while some are. */
export function SelectAll() {
  const table = useTable();
  const box = useRef<HTMLInputElement>(null);
  const mayWrite = useMayOnBoard('item:write');
  const rows = useShownRows();
  useTableState(({ selected }) => selected);
  const count = rows.reduce((sum, { kind }) => (kind === 'item' ? sum + 1 : sum), 0);
  const selectedCount = listSelected(table).length;
  const isSome = selectedCount > 0 && selectedCount < count;
  useEffect(() => {
    if (box.current) box.current.indeterminate = isSome;
  });
  if (!mayWrite) return <span className="sr-only">{t('board.selection')}</span>;
  return (
    <input
      ref={box}
      type="checkbox"
      tabIndex={-1}
      aria-label={t('table.selectAll')}
      checked={count > 0 && selectedCount >= count}
      onChange={() => selectAll(table)}
      className="ml-2 size-4"
    />
  );
}
