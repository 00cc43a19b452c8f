import { useEffect, useRef } from 'react';
import { goTo, goToLine } from '../cell-moves.ts';
import { TITLE } from '../column-facts.ts';
import { type Table, useTable } from '../table-context.ts';

/** Once no item is open any more, the focus that was in it goes back to where one came from (web W8). */
export function useFocusBack(openedId: string | undefined): void {
  const table = useTable();
  const before = useRef(openedId);
  useEffect(() => {
    const itemId = before.current;
    before.current = openedId;
    if (openedId !== undefined || itemId === undefined) return;
    table.store.setState({ isPeeking: false });
    const { activeElement } = document;
    const isLost = activeElement === null || activeElement === document.body;
    // Who has peeked is in the board already.
    if (isLost && table.model.item(itemId)) goToItem(table, itemId);
  }, [table, openedId]);
}

/** To the line, the cell or the card of an item. */
function goToItem(table: Table, itemId: string): void {
  const { active, activeLine } = table.store.getState();
  const isLine = activeLine === itemId;
  const place = active?.itemId === itemId ? active : { itemId, field: TITLE };
  if (isLine) goToLine(table, itemId);
  else goTo(table, place);
  // What was active before is drawn as it was: it takes the focus only when it is given.
  const drawn = document.querySelector<HTMLElement>(`[data-item="${itemId}"]`);
  const cell = drawn?.querySelector<HTMLElement>(`[data-field="${place.field}"]`);
  (isLine ? drawn : (cell ?? drawn))?.focus();
}
