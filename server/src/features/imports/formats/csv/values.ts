import { dateFormats } from '@boardwire/contract/import-mapping';
import type { ImportMapping, MappedColumn } from '@boardwire/contract/import-mapping';
import { unreachable } from '../../../../kernel/assert.ts';
import type { DraftComment, DraftValue, DraftValues } from '../draft-item.ts';
import { draftLimits } from '../draft-limits.ts';
import type { Problem } from '../problem-log.ts';
import { cleanName, cleanText, cut, quote, toUrl } from '../text.ts';
import { parseDate } from './dates.ts';
import { PHONE, parseCheckbox } from './infer.ts';
import { parseNumber } from './numbers.ts';
import { addOption, addPerson } from './survey.ts';
import type { Survey } from './survey.ts';

/** A column of the mapping that becomes one of the board. */
export type NamedColumn = Extract<MappedColumn, { name: string }>;

/** The row that is being read, and where its parts go. */
export interface RowContext {
  row: number;
  survey: Survey;
  timeZone: ImportMapping['timeZone'];
  values: DraftValues;
  /** Texts that found no room where they stood, for the end of the description. */
  overflow: string[];
}

/** Where a column's values are kept: columns of tags or people with one name are one. */
export function keyOf(column: NamedColumn): string {
  const isShared = column.as === 'tags' || column.as === 'person';
  return isShared ? `${column.as}:${column.name}` : `column:${column.index}`;
}

/** Puts a filled cell into the row's values, or says why it cannot. */
export function takeCell(cell: string, column: NamedColumn, context: RowContext): void {
  const key = keyOf(column);
  const value = convert(cell, column, context);
  if (value === undefined) return;
  const before = context.values[key];
  const isMore = Array.isArray(before) && Array.isArray(value);
  const whole = isMore ? [...new Set([...before, ...value])] : value;
  context.values[key] = Array.isArray(whole) ? fitElements(whole, column, context) : whole;
  if (column.as === 'date') context.survey.count('dates');
}

function fitElements(elements: string[], column: NamedColumn, context: RowContext): string[] {
  const rest = elements.length - draftLimits.elements;
  if (rest <= 0) return elements;
  report(context, {
    kind: 'notTaken',
    code: 'cell.tooManyValues',
    field: column.name,
    count: rest,
    message: `Row ${context.row}, “${column.name}”: a cell holds at most ${draftLimits.elements} values; ${rest} are left out.`,
  });
  return elements.slice(0, draftLimits.elements);
}

function convert(cell: string, column: NamedColumn, context: RowContext): DraftValue | undefined {
  const { survey, timeZone } = context;
  const refused = (what: string) => refuse(cell, column, context, what);
  switch (column.as) {
    case 'itemKey':
    case 'text':
      return toText(cell, column, context);
    case 'longText':
      return cleanText(cell);
    case 'status':
      return addOption(survey, keyOf(column), cell, column.index);
    case 'tags':
      return split(cell, column.separator).map((part) =>
        addOption(survey, keyOf(column), part, column.index),
      );
    case 'person':
      return split(cell, column.separator).map((part) => addPerson(survey, part, column.index));
    case 'number':
      return toNumber(cell, column) ?? refused('a number');
    case 'date':
      return parseDate(cell, column.format, timeZone) ?? refused('a date');
    case 'checkbox':
      return parseCheckbox(cell) ?? refused('yes or no');
    case 'link':
      return toLink(cell) ?? refused('a link');
    case 'email':
      return isAddress(cell) ? cell : refused('a mail address');
    case 'phone':
      return PHONE.test(cell) ? cell : refused('a phone number');
    default:
      return unreachable(column);
  }
}

/** A unit that is not the column's would be lost: `5 h` among days is no 5. */
function toNumber(
  cell: string,
  { decimal, unit }: Extract<NamedColumn, { as: 'number' }>,
): number | undefined {
  const number = parseNumber(cell, decimal);
  return number && (number.unit === '' || number.unit === unit) ? number.value : undefined;
}

function toLink(cell: string): { url: string } | undefined {
  const url = toUrl(cell);
  return url === undefined ? undefined : { url };
}

/** RFC 5321: 254 characters. */
function isAddress(cell: string): boolean {
  return cell.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell);
}

function refuse(cell: string, column: NamedColumn, context: RowContext, what: string): undefined {
  report(context, {
    kind: 'refused',
    code: `${column.as}.noValue`,
    field: column.name,
    message: `Row ${context.row}, “${column.name}”: ${quote(cell)} is not ${what}.`,
  });
}

function toText(cell: string, column: NamedColumn, context: RowContext): string {
  const text = cleanText(cell);
  if (text.length <= draftLimits.text) return text;
  context.overflow.push(`${column.name}: ${text}`);
  report(context, {
    kind: 'changed',
    code: 'text.cut',
    field: column.name,
    message: `Row ${context.row}, “${column.name}”: longer than 5,000 characters; all of it is in the description.`,
  });
  return cut(text, draftLimits.text);
}

/** Reports a problem of the row. */
export function report({ survey, row }: RowContext, problem: Problem): void {
  survey.problems.add({ row, ...problem });
}

function split(cell: string, separator: string | null): string[] {
  const parts = separator === null ? [cell] : cell.split(separator);
  return [...new Set(parts.map(cleanName))].filter((part) => part !== '');
}

/** A comment; Jira writes `22/Sep/25 9:26 AM;author;text`. */
export function toComment(cell: string, key: string, context: RowContext): DraftComment {
  const { survey, timeZone } = context;
  survey.count('comments');
  const match = /^([^;\n]{6,40});([^;\n]{1,200});([^]*)$/.exec(cell);
  const at = match && readMoment(match[1] ?? '', timeZone);
  if (!match || !at)
    return { key, text: cleanText(cell), authorKey: null, authorName: 'Unknown', at: null };
  const id = (match[2] ?? '').trim();
  const authorKey = addPerson(survey, survey.idNames.get(id) ?? id);
  const authorName = survey.people.get(authorKey)?.name ?? cut(authorKey, draftLimits.name);
  return { key, text: cleanText(match[3] ?? '').trim(), authorKey, authorName, at };
}

function readMoment(text: string, timeZone: string): string | undefined {
  for (const format of dateFormats) {
    const found = parseDate(text, format, timeZone);
    if (found !== undefined) return found.includes('T') ? found : `${found}T00:00:00Z`;
  }
  return undefined;
}
