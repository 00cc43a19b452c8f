import type { ColumnType, colorNames } from '@boardwire/contract/column-types';
import type { View } from '@boardwire/contract/board-model';

/** One of the colours of options and groups. */
export type Color = (typeof colorNames)[number];

/** A choice of a column; `done` marks statuses that count as finished. */
export type TemplateOption = readonly [name: string, color: Color, done?: 'done'];

/** A day that lies this many days after the board is made. */
interface DayOffset {
  day: number;
}

/** Two days, first and last included. */
interface SpanOffset {
  from: number;
  to: number;
}

/** A value of an example item: options go by their name, `me` is whoever makes the board. */
export type TemplateValue =
  | string
  | number
  | boolean
  | readonly string[]
  | DayOffset
  | SpanOffset
  | { url: string; text?: string }
  | { me: true };

/** A column; items name it by `key`. */
export interface TemplateColumn {
  key: string;
  name: string;
  type: ColumnType;
  options?: readonly TemplateOption[];
  /** Settings besides the options. */
  settings?: Readonly<Record<string, string | number | boolean>>;
}

/** An example item in the group with this index, with what stands below it. */
export interface TemplateItem {
  title: string;
  group: number;
  values?: Readonly<Record<string, TemplateValue>>;
  below?: readonly { title: string; values?: Readonly<Record<string, TemplateValue>> }[];
}

/** A view; a kanban's columns are those of the choices of the column `by`, or groups. */
export interface TemplateView {
  name: string;
  kind: View['kind'];
  by?: string;
  /** Narrows what is shown to groups, or sorts by a column. */
  sortBy?: string;
}

/** What a board made from it begins with. */
export interface Template {
  id: string;
  name: string;
  description: string;
  columns: readonly TemplateColumn[];
  groups: readonly (readonly [name: string, color: Color])[];
  views: readonly TemplateView[];
  items: readonly TemplateItem[];
}
