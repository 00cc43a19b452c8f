import { t } from '../../../i18n/t.tsx';
import { TITLE } from '../column-facts.ts';
import type { Operator } from './operators.ts';
import type { Field } from './view-context.ts';
import type { Sort } from './view-settings.ts';

/** What a field is called. */
export function nameOfField({ id, column }: Field): string {
  if (column) return column.name;
  return t(id === TITLE ? 'board.itemTitle' : 'views.group');
}

/** What an operator is called behind the name of a field. */
export function nameOfOperator({ family }: Field, operator: Operator): string {
  if (operator === 'within') return t('views.opWithin');
  if (operator === 'is' && (family === 'date' || family === 'span')) return t('views.opDay');
  return t(`views.op.${operator}`);
}

/** What a direction means for a field. */
export function nameOfDirection({ family }: Field, direction: Sort['direction']): string {
  switch (family) {
    case 'text':
      return t(direction === 'up' ? 'views.upText' : 'views.downText');
    case 'number':
      return t(direction === 'up' ? 'views.upNumber' : 'views.downNumber');
    case 'date':
    case 'span':
      return t(direction === 'up' ? 'views.upDate' : 'views.downDate');
    case 'choice':
    case 'flag':
      return t(direction === 'up' ? 'views.up' : 'views.down');
  }
}
