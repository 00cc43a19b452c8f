import type { Column } from '@boardwire/contract/board-model';
import type { ColumnSettings, Json } from '@boardwire/contract/column-types';

/** What of a column decides how its board's items stand in a list over boards. */
export type LensColumn = Pick<Column, 'id' | 'type' | 'settings'> & { boardId: string };

/** Which fields of a board say who, how far and when. */
export interface AssignedLens {
  boardId: string;
  people: string[];
  status: string | null;
  /** The field that tells what is done, with the values that say so; null where none does. */
  done: DoneRule | null;
  /** The same for sub-items. */
  subDone: DoneRule | null;
  /** A date, or a timeline whose end counts. */
  due: string | null;
  isTimeline: boolean;
}

interface DoneRule {
  field: string;
  values: Json[];
}

type Option = ColumnSettings<'status'>['options'][number];

/**
 * The lens of each board that has a person column; columns come in their order. Due is the first date, else the end of
 * the first timeline. Done is told by the first status with options that count as done; where none says so, by the green
 * options of a status or by the first checkbox: for sub-items, which are ticked off in the item panel, the checkbox is
 * asked first.
 */
export function lensesOf(columns: readonly LensColumn[]): AssignedLens[] {
  return [...groupByBoard(columns)].flatMap(([boardId, own]) => {
    const people = own.filter(({ type }) => type === 'person').map(({ id }) => id);
    if (people.length === 0) return [];
    const first = (type: Column['type']) => own.find((column) => column.type === type);
    const date = first('date');
    const said = own.find((column) => optionsOf(column).some(isSaidDone));
    const green = own.find((column) => optionsOf(column).some(isGreen));
    const box = first('checkbox');
    return {
      boardId,
      people,
      status: first('status')?.id ?? null,
      done: toRule(said ?? green ?? box),
      subDone: toRule(said ?? box ?? green),
      due: (date ?? first('timeline'))?.id ?? null,
      isTimeline: date === undefined,
    };
  });
}

function toRule(column: LensColumn | undefined): DoneRule | null {
  if (column === undefined) return null;
  return { field: column.id, values: column.type === 'checkbox' ? [true] : doneOptions(column) };
}

function groupByBoard(columns: readonly LensColumn[]): Map<string, LensColumn[]> {
  const groups = new Map<string, LensColumn[]>();
  for (const column of columns) {
    const group = groups.get(column.boardId);
    if (group) group.push(column);
    else groups.set(column.boardId, [column]);
  }
  return groups;
}

/** The option of a status column that an item has. */
export function findOption(column: LensColumn | undefined, value: Json): Option | null {
  return (column && optionsOf(column).find(({ id }) => id === value)) ?? null;
}

/** Options that count as done: those that say so; where none does, the green ones. */
function doneOptions(column: LensColumn): string[] {
  const options = optionsOf(column);
  const said = options.filter(isSaidDone);
  return (said.length > 0 ? said : options.filter(isGreen)).map(({ id }) => id);
}

const isSaidDone = ({ isDone }: Option): boolean => isDone === true;
const isGreen = ({ color }: Option): boolean => color === 'green';

/** Of a status; other columns have none that say how far an item is. */
function optionsOf({ type, settings }: LensColumn): Option[] {
  if (type !== 'status') return [];
  return (settings['options'] ?? []) as unknown as Option[];
}
