import type { Column } from '@boardwire/contract/board-model';
import type { ColumnSettings, ColumnType } from '@boardwire/contract/column-types';
import {
  AtSign,
  CalendarDays,
  CalendarRange,
  CaseSensitive,
  CircleDot,
  Clock,
  Hash,
  Link2,
  type LucideIcon,
  Phone,
  SquareCheck,
  Star,
  Tags,
  TextQuote,
  UserRound,
} from 'lucide-react';

/** The field that every item has. */
export const TITLE = 'title';

export type Option = ColumnSettings<'status'>['options'][number];

/** How the browser lets one edit a value: typing in the cell, or choosing in a box below it. */
type EditorKind = 'typed' | 'chosen' | 'toggled' | 'none';

interface ColumnFacts {
  icon: LucideIcon;
  /** Width in CSS pixels. */
  width: number;
  editor: EditorKind;
}

export const columnFacts: Readonly<Record<ColumnType, ColumnFacts>> = {
  text: { icon: CaseSensitive, width: 200, editor: 'typed' },
  longText: { icon: TextQuote, width: 240, editor: 'none' },
  number: { icon: Hash, width: 120, editor: 'typed' },
  status: { icon: CircleDot, width: 150, editor: 'chosen' },
  person: { icon: UserRound, width: 180, editor: 'chosen' },
  date: { icon: CalendarDays, width: 170, editor: 'chosen' },
  timeline: { icon: CalendarRange, width: 230, editor: 'chosen' },
  checkbox: { icon: SquareCheck, width: 100, editor: 'toggled' },
  tags: { icon: Tags, width: 200, editor: 'chosen' },
  link: { icon: Link2, width: 200, editor: 'typed' },
  email: { icon: AtSign, width: 200, editor: 'typed' },
  phone: { icon: Phone, width: 160, editor: 'typed' },
  rating: { icon: Star, width: 130, editor: 'chosen' },
  createdAt: { icon: Clock, width: 170, editor: 'none' },
  createdBy: { icon: UserRound, width: 160, editor: 'none' },
  updatedAt: { icon: Clock, width: 170, editor: 'none' },
  updatedBy: { icon: UserRound, width: 160, editor: 'none' },
};

/** All types in their order. */
export const COLUMN_TYPES = Object.keys(columnFacts) as readonly ColumnType[];

/** How the value of `field` is edited. */
export function editorOf(column: Column | undefined): EditorKind {
  return column ? columnFacts[column.type].editor : 'typed';
}

/** The options of a status or tags column; none elsewhere. */
export function optionsOf({ settings }: Column): readonly Option[] {
  const { options } = settings as Partial<ColumnSettings<'status'>>;
  return options ?? [];
}

export function maxRating({ settings }: Column): number {
  return (settings as Partial<ColumnSettings<'rating'>>).max ?? 5;
}

/** Whether several can be chosen. */
export function takesMany({ type, settings }: Column): boolean {
  if (type === 'person')
    return (settings as Partial<ColumnSettings<'person'>>).isMultiple !== false;
  return type === 'tags';
}
