import type { colorNames, ColumnType } from '@boardwire/contract/column-types';

/** The types an imported column can have. */
export type DraftColumnType = Exclude<
  ColumnType,
  'timeline' | 'rating' | 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'
>;

export type DraftColor = (typeof colorNames)[number];

export interface DraftOption {
  key: string;
  name: string;
  color: DraftColor;
}

export interface DraftColumn {
  key: string;
  name: string;
  type: DraftColumnType;
  /** Of a status or tags column. */
  options: DraftOption[];
  /** Of a number column: what stands beside each number. */
  unit?: string;
  /** True when the format itself defines the column, so its type is not for the user to choose. */
  isFixed?: boolean;
}

export interface DraftGroup {
  key: string;
  name: string;
  isArchived: boolean;
}

export interface DraftPerson {
  key: string;
  name: string;
  username?: string;
  email?: string;
}
