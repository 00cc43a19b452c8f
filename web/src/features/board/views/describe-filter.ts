import type { FieldValue } from '@boardwire/contract/column-types';
import { formatDate, formatNumber } from '../../../i18n/format.ts';
import { textLocale, t } from '../../../i18n/t.tsx';
import { optionsOf } from '../column-facts.ts';
import { readIds, readText } from '../values.ts';
import { PERIODS } from './days.ts';
import { nameOfField, nameOfOperator } from './field-words.ts';
import { ME } from './filter-items.ts';
import { operandOf } from './filter-operators.ts';
import type { Condition, FilterPart } from './filter-tree.ts';
import { type Field, findField, GROUP, type ViewContext } from './view-context.ts';

type Words = Pick<ViewContext, 'columns' | 'groups' | 'nameOf'>;

function formatDay(value: FieldValue | undefined): string {
  const day = readText(value);
  // A day belongs to no time zone: at noon it is the same day in nearly all of them.
  return day === '' ? '…' : formatDate(`${day}T12:00:00Z`);
}

/** What can be chosen in a field is called. */
export function nameOfChoice(field: Field, id: string, { groups, nameOf }: Words): string {
  if (id === ME) return t('views.me');
  if (field.id === GROUP) return groups.find((group) => group.id === id)?.name ?? t('views.group');
  const option = field.column && optionsOf(field.column).find((each) => each.id === id);
  if (option) return option.name;
  const hasOptions = field.column?.type === 'status' || field.column?.type === 'tags';
  return hasOptions ? t('board.unknownOption') : nameOf(id);
}

/** Names as a list that is read aloud: "a, b or c". */
function joinNames(names: readonly string[], type: 'conjunction' | 'disjunction'): string {
  return names.length === 0 ? '…' : new Intl.ListFormat(textLocale(), { type }).format(names);
}

function describeValue(field: Field, { operator, value }: Condition, words: Words): string {
  const [from, to] = Array.isArray(value) ? value : [value, value];
  const amount = (each: FieldValue | undefined) =>
    typeof each === 'number' ? formatNumber(each) : '…';
  switch (operandOf(field, operator)) {
    case 'none':
      return '';
    case 'text':
      return readText(value) === '' ? '…' : `“${readText(value)}”`;
    case 'number':
      return amount(from);
    case 'numbers':
      return t('views.sentence.between', { from: amount(from), to: amount(to) });
    case 'choices': {
      const names = readIds(value).map((id) => nameOfChoice(field, id, words));
      return joinNames(names, operator === 'allOf' ? 'conjunction' : 'disjunction');
    }
    case 'day':
      return formatDay(from);
    case 'days':
      return t('views.sentence.between', { from: formatDay(from), to: formatDay(to) });
    case 'period': {
      const period = PERIODS.find((each) => each === value);
      return period ? t(`views.period.${period}`) : '…';
    }
  }
}

function describeCondition(condition: Condition, words: Words): string {
  const field = findField(words, condition.field);
  if (!field) return t('views.unknownField');
  const value = describeValue(field, condition, words);
  const named = { field: nameOfField(field), operator: nameOfOperator(field, condition.operator) };
  return value === ''
    ? t('views.sentence.condition', named)
    : t('views.sentence.conditionWith', { ...named, value });
}

/** A filter as a sentence (web W14). */
export function describeFilter(part: FilterPart, words: Words): string {
  if ('unread' in part) return '';
  if (!('parts' in part)) return describeCondition(part, words);
  const parts = part.parts.flatMap((each) => {
    const text = describeFilter(each, words);
    if (text === '') return [];
    return 'parts' in each && each.parts.length > 1
      ? [t('views.sentence.group', { parts: text })]
      : [text];
  });
  return parts.join(` ${t(`views.join.${part.join}`)} `);
}
