import type { KeyboardEvent } from 'react';
import { goTo, goToLine } from '../cell-moves.ts';
import { listItems, stepIn } from './grid-places.ts';
import { TITLE } from '../column-facts.ts';
import type { Table } from '../table-context.ts';
import { toggled } from '../table-store.ts';
import type { TableRow } from '../views/rows.ts';
import { type DropItems, moveActive } from './move-by-keys.ts';
import type { Peek } from './use-peek.ts';

export type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What keys of a line need besides the table. */
export interface LineActs extends Peek {
  pageRows: number;
  mayWrite: boolean;
  drop: DropItems;
  /** Up from the first line lead the heads; false when there are none. */
  toHeads: () => boolean;
}

function findLine({ shown }: Table, key: string): { row: TableRow | undefined; at: number } {
  const at = shown.rows().findIndex((row) => row.key === key);
  return { row: shown.rows()[at], at };
}

/** Moves the focus by lines. */
export function moveLine(table: Table, key: string, steps: number): TableRow | undefined {
  const next = stepIn(table.shown.rows(), findLine(table, key).at, steps);
  if (next) goToLine(table, next.key);
  return next;
}

export function goToEdgeLine(table: Table, edge: 'first' | 'last'): void {
  const rows = table.shown.rows();
  const row = edge === 'first' ? rows[0] : rows.at(-1);
  if (row) goToLine(table, row.key);
}

function setExpanded({ store }: Table, row: TableRow, isOpen: boolean): void {
  if (row.kind === 'group')
    store.setState(({ collapsed }) => ({ collapsed: toggled(collapsed, row.key, !isOpen) }));
  else store.setState(({ expanded }) => ({ expanded: toggled(expanded, row.key, isOpen) }));
}

function isFolded({ store }: Table, row: TableRow): boolean | undefined {
  const { collapsed, expanded } = store.getState();
  if (row.kind === 'group') return collapsed.has(row.key);
  return row.kind === 'item' && row.childCount > 0 ? !expanded.has(row.key) : undefined;
}

/** Right unfolds, then goes into the cells; left folds, then goes to the head above. */
function pressSideKey(table: Table, row: TableRow, at: number, key: string): boolean {
  const folded = isFolded(table, row);
  if (key === 'ArrowRight') {
    if (folded === true) setExpanded(table, row, true);
    else if (row.kind === 'item') goTo(table, { itemId: row.itemId, field: TITLE });
    else return false;
    return true;
  }
  if (folded === false) {
    setExpanded(table, row, false);
    return true;
  }
  const isHead = (each: TableRow) =>
    row.kind === 'item' && row.level === 2
      ? each.kind === 'item' && each.level === 1
      : each.kind === 'group';
  const head = table.shown.rows().slice(0, at).findLast(isHead);
  if (head) goToLine(table, head.key);
  return true;
}

function stepOf({ key, ctrlKey, metaKey }: Key, pageRows: number): number | undefined {
  const far = Number.MAX_SAFE_INTEGER / 2;
  const isFar = ctrlKey || metaKey;
  if (key === 'ArrowUp') return isFar ? -far : -1;
  if (key === 'ArrowDown') return isFar ? far : 1;
  if (key === 'PageUp') return -pageRows;
  if (key === 'PageDown') return pageRows;
  if (key === 'Home') return -far;
  return key === 'End' ? far : undefined;
}

/** Takes the lines on the way into the selection. */
function selectWay(table: Table, key: string, steps: number): void {
  const from = findLine(table, key).at;
  moveLine(table, key, steps);
  const to = findLine(table, table.store.getState().activeLine ?? key).at;
  const way = table.shown.rows().slice(Math.min(from, to), Math.max(from, to) + 1);
  const ids = way.flatMap((row) => (row.kind === 'item' ? [row.itemId] : []));
  table.store.setState(({ selected }) => ({ selected: new Set([...selected, ...ids]) }));
}

function activate(table: Table, row: TableRow, { open }: LineActs): boolean {
  if (row.kind === 'item') open(row.itemId);
  else if (row.kind === 'group') setExpanded(table, row, isFolded(table, row) === true);
  else return false;
  return true;
}

/** What a key does while a line has the focus as a whole (web W3); letters are the registry's. */
export function pressLineKey(table: Table, lineKey: string, event: Key, acts: LineActs): boolean {
  const { key } = event;
  const { row, at } = findLine(table, lineKey);
  if (!row) return false;
  if (event.altKey) return acts.mayWrite && moveActive(table, key, acts.drop);
  const steps = stepOf(event, acts.pageRows);
  if (steps !== undefined) {
    if (key === 'ArrowUp' && at === 0 && acts.toHeads()) return true;
    if (event.shiftKey) selectWay(table, lineKey, steps);
    else moveLine(table, lineKey, steps);
    return true;
  }
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() !== 'a') return false;
    table.store.setState({ selected: new Set(listItems(table)) });
    return true;
  }
  if (key === 'ArrowRight' || key === 'ArrowLeft') return pressSideKey(table, row, at, key);
  if (key === ' ' && row.kind === 'item') {
    if (event.shiftKey) toggleSelected(table, row.itemId);
    else acts.peek(row.itemId);
    return true;
  }
  if (key === 'Enter' || key === ' ') return activate(table, row, acts);
  return key === 'Escape' && (acts.close() || clearSelection(table));
}

function toggleSelected({ store }: Table, itemId: string): void {
  store.setState(({ selected }) => ({ selected: toggled(selected, itemId) }));
}

function clearSelection({ store }: Table): boolean {
  if (store.getState().selected.size === 0) return false;
  store.setState({ selected: new Set() });
  return true;
}
