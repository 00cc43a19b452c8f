import { type RefObject, useEffect } from 'react';
import { useTable, useTableState } from '../table-context.ts';

/** Gives the focus to a line, or to its active cell, when it is meant to be there; answers whether the line has it. */
export function useLineFocus(line: RefObject<HTMLElement | null>, key: string): boolean {
  const { store } = useTable();
  const isLine = useTableState(({ activeLine }) => activeLine === key);
  const field = useTableState(({ active, activeLine, editing }) =>
    active?.itemId === key && activeLine === null && editing === null ? active.field : undefined,
  );
  useEffect(() => {
    if ((!isLine && field === undefined) || !store.getState().takesFocus) return;
    const row = line.current;
    const target = isLine ? row : row?.querySelector<HTMLElement>(`[data-field="${field}"]`);
    if (!target || target.contains(document.activeElement)) {
      if (target !== row || row === document.activeElement) return;
    }
    target?.focus();
  }, [line, store, isLine, field]);
  return isLine;
}
