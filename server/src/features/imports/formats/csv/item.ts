import type { ImportMapping, MappedColumn } from '@boardwire/contract/import-mapping';
import { stripFormulaGuard } from '../../../../platform/csv.ts';
import type { DraftComment, DraftItem } from '../draft-item.ts';
import { cleanName, cleanText, countOf, joinParts, quote, toTitle } from '../text.ts';
import { addGroup, addIdName } from './survey.ts';
import type { Survey } from './survey.ts';
import { report, takeCell, toComment } from './values.ts';
import type { RowContext } from './values.ts';

/** Where items go whose row names no group. */
const DEFAULT_GROUP = '';

interface RowParts extends RowContext {
  title: string;
  groupKey: string;
  itemKey: string;
  description: string[];
  comments: DraftComment[];
}

/** One row as an item; what cannot be taken is in the survey's problems, with the row's number. */
export function toItem(
  cells: readonly string[],
  row: number,
  mapping: ImportMapping,
  survey: Survey,
): DraftItem {
  const parts: RowParts = {
    row,
    survey,
    timeZone: mapping.timeZone,
    values: {},
    overflow: [],
    title: '',
    groupKey: DEFAULT_GROUP,
    itemKey: '',
    description: [],
    comments: [],
  };
  for (const column of mapping.columns) {
    const cell = stripFormulaGuard((cells[column.index] ?? '').trim());
    if (cell !== '') placeCell(cell, column, parts, cells);
  }
  return finish(parts);
}

function placeCell(
  cell: string,
  column: MappedColumn,
  parts: RowParts,
  cells: readonly string[],
): void {
  const { survey } = parts;
  switch (column.as) {
    case 'ignored':
      survey.ignored.set(column.index, (survey.ignored.get(column.index) ?? 0) + 1);
      return;
    case 'title':
      parts.title = cell;
      return;
    case 'group':
      parts.groupKey = addGroup(survey, cell, column.index);
      return;
    case 'description':
      parts.description.push(cleanText(cell));
      return;
    case 'comment':
      parts.comments.push(toComment(cell, `comment:${parts.comments.length + 1}`, parts));
      return;
    case 'personId':
      addIdName(survey, cell, cleanName(cells[column.names] ?? ''));
      return;
    case 'itemKey':
      parts.itemKey = cell;
      return takeCell(cell, column, parts);
    default:
      return takeCell(cell, column, parts);
  }
}

function finish(parts: RowParts): DraftItem {
  const { row, survey, groupKey, values, comments } = parts;
  const { title, longTitle } = finishTitle(parts);
  const description = joinParts([longTitle, ...parts.description, ...parts.overflow]);
  if (groupKey === DEFAULT_GROUP && !survey.groups.has(DEFAULT_GROUP))
    survey.groups.set(DEFAULT_GROUP, { key: DEFAULT_GROUP, name: 'Items', isArchived: false });
  survey.count('items');
  const key = finishKey(parts);
  return {
    key,
    row,
    groupKey,
    title,
    isArchived: false,
    values,
    ...(description !== undefined && { description }),
    subItems: [],
    comments: comments.map((comment) => ({ ...comment, key: `${key}:${comment.key}` })),
    attachments: [],
  };
}

function finishTitle(parts: RowParts): { title: string; longTitle?: string } {
  const { row } = parts;
  const { title, full, isCut } = toTitle(parts.title);
  if (title === '') {
    const message = `Row ${row} has no title and is called “Row ${row}”.`;
    report(parts, { kind: 'changed', code: 'row.untitled', field: 'title', message });
    return { title: `Row ${row}` };
  }
  if (!isCut) return { title };
  report(parts, {
    kind: 'changed',
    code: 'row.titleCut',
    field: 'title',
    message: `Row ${row}: the title ${quote(title)} has ${countOf(full.length, 'character')}; all of it is in the description.`,
  });
  return { title, longTitle: full };
}

/** The key makes a second run find the item again, so two rows cannot share one. */
function finishKey(parts: RowParts): string {
  const { row, survey, itemKey } = parts;
  const own = `row:${row}`;
  if (itemKey === '') return own;
  if (!survey.itemKeys.has(itemKey)) {
    survey.itemKeys.add(itemKey);
    return `key:${itemKey}`;
  }
  report(parts, {
    kind: 'changed',
    code: 'row.keyRepeated',
    field: 'key',
    message: `Row ${row}: the key ${quote(itemKey)} stands in an earlier row too; in a second run this row is known by its number.`,
  });
  return own;
}
