import { fieldLimits } from '@boardwire/contract/column-types';

/** Limits that a board sets, in UTF-16 units unless said otherwise; more than fits is cut and reported. */
export const draftLimits = {
  title: fieldLimits.titleLength,
  text: fieldLimits.textLength,
  /** Names of boards, groups, columns, options and people are one line. */
  name: 120,
  boardDescription: 2_000,
  url: fieldLimits.urlLength,
  /** Tags or people of one cell. */
  elements: fieldLimits.elements,
  /** Options of one column; a column with more values becomes text. */
  options: fieldLimits.elements,
  groups: 500,
  /** Different people in one file. */
  people: 2_000,
  columns: 200,
} as const;

export { IMPORT_MAX_BYTES } from '@boardwire/contract/imports';
