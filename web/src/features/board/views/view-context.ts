import type { Column, Group, Item } from '@boardwire/contract/board-model';
import type { ColumnType } from '@boardwire/contract/column-types';
import { TITLE } from '../column-facts.ts';
import { readValue, type Value } from '../values.ts';
import type { Day } from './days.ts';

/** What filters, sorts and groups know besides items. */
export interface ViewContext {
  /** All that are not deleted, in the board's order. */
  columns: readonly Column[];
  /** All that are in use, in order. */
  groups: readonly Group[];
  /** Who looks. */
  ownId: string;
  nameOf: (id: string) => string;
  /** People who have a column of their own in a kanban by person, with or without items. */
  memberIds?: readonly string[];
  /** First part of keys, as OPS of OPS-142. */
  prefix: string;
  /** The person's day, and the weekday a week starts with; Sunday is 0. */
  today: Day;
  weekStart: number;
  /** When a day begins by the person's clock, in milliseconds since 1970. */
  startOfDayMs: (day: Day) => number;
}

/** How the values of a field compare. */
export type Family = 'text' | 'number' | 'choice' | 'date' | 'span' | 'flag';

/** A field that can be filtered, sorted or grouped by. */
export interface Field {
  id: string;
  family: Family;
  /** The title and the group have none. */
  column: Column | undefined;
}

/** The field that says in which group an item is. */
export const GROUP = 'group';

const FAMILIES: Readonly<Record<ColumnType, Family>> = {
  text: 'text',
  longText: 'text',
  number: 'number',
  status: 'choice',
  person: 'choice',
  date: 'date',
  timeline: 'span',
  checkbox: 'flag',
  tags: 'choice',
  link: 'text',
  email: 'text',
  phone: 'text',
  rating: 'number',
  createdAt: 'date',
  createdBy: 'choice',
  updatedAt: 'date',
  updatedBy: 'choice',
};

/** The field of that id; undefined when its column is gone. */
export function findField(
  { columns }: Pick<ViewContext, 'columns'>,
  id: string,
): Field | undefined {
  if (id === TITLE) return { id, family: 'text', column: undefined };
  if (id === GROUP) return { id, family: 'choice', column: undefined };
  const column = columns.find((each) => each.id === id);
  return column && { id, family: FAMILIES[column.type], column };
}

/** All fields, the title first. */
export function listFields({ columns }: Pick<ViewContext, 'columns'>): Field[] {
  return [TITLE, GROUP, ...columns.map(({ id }) => id)].flatMap(
    (id) => findField({ columns }, id) ?? [],
  );
}

/** What a field of an item holds. */
export function readField(item: Item, { id, column }: Field): Value {
  if (column) return readValue(item, column);
  return id === GROUP ? item.groupId : item.values[id];
}
