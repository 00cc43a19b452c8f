import type { FocusEvent, KeyboardEvent } from 'react';
import { goTo, markTo, moveBy, moveOn } from '../cell-moves.ts';
import { listFields, listItems, placeFrom, rangeOf } from './grid-places.ts';
import { ROW_HEIGHT } from '../table-classes.ts';
import { type Table, useMayOnBoard, useTable } from '../table-context.ts';
import { type CellPlace, toggled } from '../table-store.ts';
import { useDrop } from '../kanban/use-drop.ts';
import { clearCells, editCell, openConflict } from './cell-acts.ts';
import { goToEdgeLine, type Key, type LineActs, pressLineKey } from './line-keys.ts';
import { fillDown } from './fill.ts';
import { moveActive } from './move-by-keys.ts';
import { usePeek } from './use-peek.ts';

type Step = readonly [rows: number, fields: number];
const FAR = Number.MAX_SAFE_INTEGER / 2;

/** How far a key goes; with Ctrl to the edge. */
function stepOf({ key, ctrlKey, metaKey }: Key, pageRows: number): Step | undefined {
  const isFar = ctrlKey || metaKey;
  const one = isFar ? FAR : 1;
  switch (key) {
    case 'ArrowUp':
      return [-one, 0];
    case 'ArrowDown':
      return [one, 0];
    case 'ArrowLeft':
      return [0, -one];
    case 'ArrowRight':
      return [0, one];
    case 'PageUp':
      return [-pageRows, 0];
    case 'PageDown':
      return [pageRows, 0];
    case 'Home':
      return [isFar ? -FAR : 0, -FAR];
    case 'End':
      return [isFar ? FAR : 0, FAR];
    default:
      return undefined;
  }
}

function markAll(table: Table): void {
  const itemIds = listItems(table);
  const fields = listFields(table);
  const [from, to] = [itemIds[0], itemIds.at(-1)];
  const [first, last] = [fields[0], fields.at(-1)];
  if (from === undefined || to === undefined || first === undefined || last === undefined) return;
  const range = rangeOf(table, { itemId: from, field: first }, { itemId: to, field: last });
  table.store.setState({ range });
}

/** The cell is left for its line; before that, what is marked is given up. */
function leaveCell({ store }: Table, { itemId }: CellPlace): void {
  const isMarked = store.getState().range !== null;
  store.setState(
    isMarked ? { range: null } : { activeLine: itemId, editing: null, takesFocus: true },
  );
}

function pressCommand(table: Table, place: CellPlace, event: Key, mayWrite: boolean): boolean {
  const key = event.key.toLowerCase();
  if (key === 'a') markAll(table);
  else if (key === 'd' && mayWrite) fillDown(table, place);
  else return false;
  return true;
}

function pressPlainKey(table: Table, place: CellPlace, event: Key, mayWrite: boolean): boolean {
  const { key, shiftKey } = event;
  if (key === 'Escape') {
    leaveCell(table, place);
    return true;
  }
  if (key === 'Tab') return moveOn(table, shiftKey ? -1 : 1);
  if (key === ' ' && shiftKey) {
    table.store.setState(({ selected }) => ({ selected: toggled(selected, place.itemId) }));
    return true;
  }
  if (!mayWrite) return false;
  if (key === 'Enter' && openConflict(table, place)) return true;
  if (key === 'Enter' || key === 'F2') return editCell(table, place, '');
  if (key === 'Delete' || key === 'Backspace') return clearCells(table, place);
  return key.length === 1 && editCell(table, place, key);
}

/** What a key does in a cell that is not being edited (web W4); false when it is none of its business. */
function pressCellKey(table: Table, place: CellPlace, event: Key, acts: LineActs): boolean {
  if (event.altKey) return acts.mayWrite && moveActive(table, event.key, acts.drop);
  const step = stepOf(event, acts.pageRows);
  if (step && event.shiftKey) {
    const { range } = table.store.getState();
    const to = placeFrom(table, range?.to ?? place, ...step);
    if (to) markTo(table, to);
    return true;
  }
  if (step) {
    moveBy(table, ...step);
    return true;
  }
  if (event.ctrlKey || event.metaKey) return pressCommand(table, place, event, acts.mayWrite);
  return pressPlainKey(table, place, event, acts.mayWrite);
}

/** Cells and lines have keys; buttons and editors in them have their own. */
function isOwn({ target, currentTarget }: KeyboardEvent<HTMLElement>): boolean {
  return (
    target instanceof HTMLElement &&
    currentTarget.contains(target) &&
    target.matches('[role="row"], [role="gridcell"]')
  );
}

/** What keys do in the table. */
export function useGridKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  const table = useTable();
  const mayWrite = useMayOnBoard('item:write');
  const peek = usePeek();
  const drop = useDrop();
  return (event) => {
    const { active, activeLine, editing } = table.store.getState();
    if (editing || !isOwn(event) || event.nativeEvent.isComposing) return;
    const height = event.currentTarget.parentElement?.clientHeight ?? 0;
    const pageRows = Math.max(Math.floor(height / ROW_HEIGHT) - 2, 1);
    const grid = event.currentTarget;
    const toHeads = () => {
      const head = grid.querySelector<HTMLElement>('[data-head]');
      head?.focus();
      return head !== null;
    };
    const acts: LineActs = { ...peek, mayWrite, pageRows, drop, toHeads };
    const isDone =
      activeLine === null
        ? active !== null && pressCellKey(table, active, event, acts)
        : pressLineKey(table, activeLine, event, acts);
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** The focus came to the table by Tab: the line that can take it is the active one from now on. */
export function enterTable(table: Table, { target, currentTarget }: FocusEvent<HTMLElement>): void {
  if (target !== currentTarget) return;
  const { active, activeLine } = table.store.getState();
  if (active === null && activeLine === null) goToEdgeLine(table, 'first');
  else if (active && activeLine === null) goTo(table, active);
}
