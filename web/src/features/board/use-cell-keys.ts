import type { KeyboardEvent } from 'react';
import { useMayOnBoard, useTable, type Table } from './table-context.ts';
import { moveBy, startEditing } from './cell-moves.ts';
import { editorOf, TITLE } from './column-facts.ts';
import { writeCell } from './edits.ts';
import { type CellPlace, toggled } from './table-store.ts';

/** Rows that Page up and Page down go. */
const PAGE_ROWS = 10;

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const STEPS: Readonly<Record<string, readonly [rows: number, fields: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-PAGE_ROWS, 0],
  PageDown: [PAGE_ROWS, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

function toggleSelected({ store }: Table, { itemId }: CellPlace): void {
  store.setState(({ selected }) => ({ selected: toggled(selected, itemId) }));
}

/** Clears the cell, or turns its tick round. */
function writeAt(table: Table, place: CellPlace, act: 'clear' | 'toggle'): boolean {
  const { columns } = table.model.board.view();
  const editor = editorOf(columns.get(place.field));
  if (act === 'toggle') {
    if (editor !== 'toggled') return false;
    const isOn = table.model.item(place.itemId)?.values[place.field] === true;
    void writeCell(table, place, isOn ? null : true);
    return true;
  }
  if (editor === 'none' || place.field === TITLE) return false;
  if ((table.model.item(place.itemId)?.values[place.field] ?? null) !== null)
    void writeCell(table, place, null);
  return true;
}

function edit(table: Table, place: CellPlace, typed: string): boolean {
  const { columns } = table.model.board.view();
  const editor = editorOf(columns.get(place.field));
  if (editor === 'none') return false;
  if (editor === 'toggled')
    return typed === ' ' || typed === '' ? writeAt(table, place, 'toggle') : false;
  startEditing(table, typed);
  return true;
}

/** What a key does in a cell that is not being edited (web W4); false when it is none of its business. */
function pressKey(table: Table, place: CellPlace, event: Key, mayWrite: boolean): boolean {
  const { key } = event;
  const step = STEPS[key];
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isPlain) return false;
  if (step) {
    moveBy(table, ...step);
    return true;
  }
  if (key === ' ' && event.shiftKey) {
    toggleSelected(table, place);
    return true;
  }
  if (key === 'Escape' && table.store.getState().selected.size > 0) {
    table.store.setState({ selected: new Set() });
    return true;
  }
  if (!mayWrite) return false;
  if (key === 'Enter' || key === 'F2') return edit(table, place, '');
  if (key === 'Delete' || key === 'Backspace') return writeAt(table, place, 'clear');
  return key.length === 1 && edit(table, place, key);
}

/** What keys do in a cell. */
export function useCellKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  const table = useTable();
  const mayWrite = useMayOnBoard('item:write');
  return (event) => {
    const { active, editing } = table.store.getState();
    // Buttons inside of a cell have keys of their own, and boxes over the page bubble up to here, too.
    if (!active || editing || event.target !== event.currentTarget) return;
    if (!pressKey(table, active, event, mayWrite)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
