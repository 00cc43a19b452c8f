import type { DateFormat } from '@boardwire/contract/import-mapping';
import type { MappedColumn } from './import.ts';

/** What a column can be made by hand; ids of people are found by the server alone. */
export type Kind = Exclude<MappedColumn['as'], 'personId'>;

export const KINDS = [
  'ignored',
  'title',
  'group',
  'description',
  'comment',
  'itemKey',
  'text',
  'longText',
  'status',
  'tags',
  'person',
  'number',
  'date',
  'checkbox',
  'link',
  'email',
  'phone',
] as const satisfies readonly Kind[];

export const DATE_FORMATS = [
  'y-M-d',
  'd/M/y',
  'M/d/y',
  'd MMM y',
  'MMM d, y',
] as const satisfies readonly DateFormat[];

/** The column as another kind; its name on the board is kept where it has one. */
export function changeKind(column: MappedColumn, as: Kind): MappedColumn {
  const { index, header } = column;
  const name = 'name' in column ? column.name : header.trim() || String(index + 1);
  switch (as) {
    case 'ignored':
    case 'title':
    case 'group':
    case 'description':
    case 'comment':
      return { as, index, header };
    case 'tags':
    case 'person':
      return { as, index, header, name, separator: ',' };
    case 'number':
      return { as, index, header, name, decimal: '.' };
    case 'date':
      return { as, index, header, name, format: 'y-M-d' };
    default:
      return { as, index, header, name };
  }
}
