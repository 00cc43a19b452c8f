/** All operators; `filter-operators.ts` says which field takes which. */
export const OPERATORS = [
  'contains',
  'notContains',
  'startsWith',
  'is',
  'isNot',
  'above',
  'atLeast',
  'below',
  'atMost',
  'between',
  'anyOf',
  'allOf',
  'noneOf',
  'within',
  'before',
  'after',
  'checked',
  'unchecked',
  'empty',
  'notEmpty',
] as const;
export type Operator = (typeof OPERATORS)[number];
