import type { Column } from '@boardwire/contract/board-model';
import { takesMany } from '../column-facts.ts';
import type { Operator } from './operators.ts';
import type { Family, Field } from './view-context.ts';

const OPERATORS_OF: Readonly<Record<Family, readonly Operator[]>> = {
  text: ['contains', 'notContains', 'is', 'isNot', 'startsWith', 'empty', 'notEmpty'],
  number: ['is', 'isNot', 'above', 'atLeast', 'below', 'atMost', 'between', 'empty', 'notEmpty'],
  choice: ['anyOf', 'noneOf', 'empty', 'notEmpty'],
  date: ['within', 'is', 'before', 'after', 'between', 'empty', 'notEmpty'],
  span: ['within', 'is', 'before', 'after', 'between', 'empty', 'notEmpty'],
  flag: ['checked', 'unchecked'],
};

const holdsMany = (column: Column | undefined) => column !== undefined && takesMany(column);

/** The operators of a field, the usual one first. */
export function operatorsOf({ family, column, id }: Field): readonly Operator[] {
  if (id === 'title') return OPERATORS_OF.text.filter((each) => !each.endsWith('mpty'));
  if (id === 'group') return ['anyOf', 'noneOf'];
  if (family === 'choice' && holdsMany(column))
    return ['anyOf', 'allOf', 'noneOf', 'empty', 'notEmpty'];
  return OPERATORS_OF[family];
}

/** What stands behind an operator. */
export type Operand =
  | 'none'
  | 'text'
  | 'number'
  | 'numbers'
  | 'choices'
  | 'day'
  | 'days'
  | 'period';

/** What a condition wants to be compared with. */
export function operandOf({ family }: Field, operator: Operator): Operand {
  switch (operator) {
    case 'empty':
    case 'notEmpty':
    case 'checked':
    case 'unchecked':
      return 'none';
    case 'anyOf':
    case 'allOf':
    case 'noneOf':
      return 'choices';
    case 'within':
      return 'period';
    case 'between':
      return family === 'number' ? 'numbers' : 'days';
    case 'contains':
    case 'notContains':
    case 'startsWith':
      return 'text';
    case 'is':
    case 'isNot':
    case 'above':
    case 'atLeast':
    case 'below':
    case 'atMost':
    case 'before':
    case 'after':
      if (family === 'text') return 'text';
      return family === 'number' ? 'number' : 'day';
  }
}
