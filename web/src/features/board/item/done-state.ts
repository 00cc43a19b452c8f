import type { Column, Item } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { optionsOf } from '../column-facts.ts';

/** Whether an item is done, and what to write to change that. */
export interface DoneState {
  column: Column;
  isDone: boolean;
  done: FieldInput;
  open: FieldInput;
}

/** What says that an item is done: the first checkbox, else the first status with a green option. */
export function doneState({ values }: Item, columns: readonly Column[]): DoneState | undefined {
  const column = columns.find(({ type }) => type === 'checkbox') ?? columns.find(hasDoneOption);
  if (!column) return undefined;
  const value = values[column.id];
  if (column.type === 'checkbox') return { column, isDone: value === true, done: true, open: null };
  const options = optionsOf(column);
  const done = options.find(({ color }) => color === 'green');
  if (!done) return undefined;
  return { column, isDone: value === done.id, done: done.id, open: null };
}

function hasDoneOption(column: Column): boolean {
  return column.type === 'status' && optionsOf(column).some(({ color }) => color === 'green');
}

/** How many are done; undefined where nothing says so. */
export function countDone(items: readonly Item[], columns: readonly Column[]): number | undefined {
  const states = items.map((item) => doneState(item, columns));
  if (states.every((state) => state === undefined)) return undefined;
  return states.filter((state) => state?.isDone).length;
}
