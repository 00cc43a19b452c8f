import type { Column, Item } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { optionsOf, type Option } from '../column-facts.ts';

/** Whether an item is done, and what to write to change that. */
export interface DoneState {
  column: Column;
  isDone: boolean;
  done: FieldInput;
  open: FieldInput;
}

/**
 * What says that a sub-item is done: the first status with options that count as done, else the first checkbox, else the
 * first status with a green option. "My work" leaves sub-items out by the same rule.
 */
export function doneState({ values }: Item, columns: readonly Column[]): DoneState | undefined {
  const column = columns.find(saysDone) ?? columns.find(isCheckbox) ?? columns.find(hasDone);
  if (!column) return undefined;
  const value = values[column.id];
  if (column.type === 'checkbox') return { column, isDone: value === true, done: true, open: null };
  const done = doneOptions(column);
  const [standard] = done;
  if (!standard) return undefined;
  return { column, isDone: done.some(({ id }) => id === value), done: standard.id, open: null };
}

function isCheckbox({ type }: Column): boolean {
  return type === 'checkbox';
}

function hasDone(column: Column): boolean {
  return column.type === 'status' && doneOptions(column).length > 0;
}

function saysDone(column: Column): boolean {
  return column.type === 'status' && optionsOf(column).some(({ isDone }) => isDone === true);
}

function doneOptions(column: Column): readonly Option[] {
  const options = optionsOf(column);
  return saysDone(column)
    ? options.filter(({ isDone }) => isDone === true)
    : options.filter(({ color }) => color === 'green');
}

/** How many are done; undefined where nothing says so. */
export function countDone(items: readonly Item[], columns: readonly Column[]): number | undefined {
  const states = items.map((item) => doneState(item, columns));
  if (states.every((state) => state === undefined)) return undefined;
  return states.filter((state) => state?.isDone).length;
}
