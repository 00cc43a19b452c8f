import type { ImportMapping, MappedColumn } from '@boardwire/contract/import-mapping';
import type { DraftColumn, DraftGroup } from '../draft-board.ts';
import type { DraftItem } from '../draft-item.ts';
import { draftLimits } from '../draft-limits.ts';
import type { DraftResult, ImportDraft, OpenFile } from '../draft.ts';
import type { Problem } from '../problem-log.ts';
import { cleanName, countOf, cut } from '../text.ts';
import { toItem } from './item.ts';
import { isBlank, readRows } from './rows.ts';
import type { Dialect } from './rows.ts';
import { checkWidth } from './sample.ts';
import { createSurvey } from './survey.ts';
import type { Survey } from './survey.ts';
import { keyOf } from './values.ts';
import type { NamedColumn } from './values.ts';

/** What one import takes; a larger table is split by who exports it. */
const CSV_MAX_ROWS = 100_000;

export interface CsvSource {
  open: OpenFile;
  dialect: Dialect;
  mapping: ImportMapping;
  boardName: string;
}

/**
 * Reads a CSV file twice: once for groups, options, people and problems, and again for each call of `items`.
 * Memory holds a row at a time, and never more of the rest than a board takes.
 */
export async function readCsv(source: CsvSource): Promise<DraftResult> {
  let { mapping } = source;
  const demoted: Problem[] = [];
  for (;;) {
    const survey = createSurvey();
    const problem = await surveyRows({ ...source, mapping }, survey);
    if (problem) return { kind: 'refused', problem };
    if (survey.crowded.size === 0)
      return { kind: 'ok', draft: toDraft({ ...source, mapping }, survey, demoted) };
    demoted.push(...mapping.columns.filter(isCrowded(survey)).map(toDemotion));
    mapping = { ...mapping, columns: mapping.columns.map(demote(survey)) };
  }
}

async function surveyRows(source: CsvSource, survey: Survey): Promise<Problem | undefined> {
  for await (const entry of readItems(source, survey)) {
    if (entry.kind === 'refused') return entry.problem;
  }
  return undefined;
}

type ItemEntry = { kind: 'item'; item: DraftItem } | { kind: 'refused'; problem: Problem };

async function* readItems(source: CsvSource, survey: Survey): AsyncGenerator<ItemEntry> {
  const { open, dialect, mapping } = source;
  let width = 0;
  let items = 0;
  for await (const entry of readRows(open, dialect)) {
    if (entry.kind === 'refused') {
      yield entry;
      return;
    }
    const { row, cells } = entry;
    const isFirst = width === 0;
    if (isBlank(cells)) {
      survey.count('blankRows');
      continue;
    }
    const problem = checkWidth(cells) ?? (items >= CSV_MAX_ROWS ? tooManyRows() : undefined);
    if (problem) {
      yield { kind: 'refused', problem };
      return;
    }
    if (isFirst) width = cells.length;
    if (isFirst && dialect.hasHeader) continue;
    checkCells(cells, { row, width, survey });
    items += 1;
    yield { kind: 'item', item: toItem(cells, row, mapping, survey) };
  }
}

function tooManyRows(): Problem {
  return {
    kind: 'refused',
    code: 'csv.tooManyRows',
    message: `The file has more than ${CSV_MAX_ROWS.toLocaleString('en')} rows; split it.`,
  };
}

/** Cells beside the table have no header to say what they are; missing ones are empty. */
function checkCells(
  cells: readonly string[],
  { row, width, survey }: { row: number; width: number; survey: Survey },
): void {
  const extra = cells.slice(width).filter((cell) => cell.trim() !== '').length;
  if (cells.length !== width && (extra > 0 || cells.length < width))
    survey.problems.add({
      kind: extra > 0 ? 'notTaken' : 'changed',
      code: extra > 0 ? 'row.tooLong' : 'row.tooShort',
      row,
      message: `Row ${row} has ${countOf(cells.length, 'cell')}, the first row has ${width}; ${extra > 0 ? 'those behind the last header are left out' : 'the missing ones are empty'}.`,
    });
  if (cells.some((cell) => cell.includes('\uFFFD')))
    survey.problems.add({
      kind: 'changed',
      code: 'row.unreadable',
      row,
      message: `Row ${row} has characters that the file’s encoding does not know; they are shown as �.`,
    });
}

function isCrowded(survey: Survey): (column: MappedColumn) => boolean {
  return ({ index }) => survey.crowded.has(index);
}

function toDemotion(column: MappedColumn): Problem {
  const name = nameOf(column);
  return {
    kind: 'changed',
    code: 'column.tooManyValues',
    field: name,
    message: `“${name}” has more different values than a ${column.as} column takes, and becomes text.`,
  };
}

function demote(survey: Survey): (column: MappedColumn) => MappedColumn {
  return (column) =>
    isCrowded(survey)(column)
      ? { as: 'text', index: column.index, header: column.header, name: nameOf(column) }
      : column;
}

function nameOf(column: MappedColumn): string {
  if ('name' in column) return column.name;
  return cut(cleanName(column.header), draftLimits.name) || `Column ${column.index + 1}`;
}

function toDraft(source: CsvSource, survey: Survey, demoted: readonly Problem[]): ImportDraft {
  const { mapping } = source;
  // Comments met before the row that names their author.
  for (const id of survey.idNames.keys()) survey.people.delete(id);
  const columns = toColumns(mapping, survey);
  const groups: DraftGroup[] = [...survey.groups.values()];
  const people = [...survey.people.values()];
  Object.assign(survey.counts, {
    groups: groups.length,
    columns: columns.length,
    people: people.length,
  });
  return {
    format: 'csv',
    source: nameSource(source),
    boardName: cut(cleanName(source.boardName), draftLimits.name) || 'Imported board',
    boardDescription: '',
    groups,
    columns,
    people,
    problems: [...demoted, ...survey.problems.list(), ...reportIgnored(mapping, survey)],
    counts: survey.counts,
    items: () => onlyItems(source, createSurvey(survey.idNames)),
  };
}

/** Rows with keys of their own are known in a file of another name too; others by their place in this one. */
function nameSource({ mapping, boardName }: CsvSource): string {
  const key = mapping.columns.find((column) => column.as === 'itemKey');
  return key === undefined ? `csv:${boardName}` : `csv by key:${key.header}`;
}

async function* onlyItems(source: CsvSource, survey: Survey): AsyncGenerator<DraftItem> {
  for await (const entry of readItems(source, survey)) {
    // The survey has read the same file to its end.
    if (entry.kind === 'refused') throw new Error(`the file changed: ${entry.problem.message}`);
    yield entry.item;
  }
}

function toColumns(mapping: ImportMapping, survey: Survey): DraftColumn[] {
  const columns = new Map<string, DraftColumn>();
  const add = (column: DraftColumn) => columns.set(column.key, column);
  for (const column of mapping.columns) {
    if ('name' in column && !columns.has(keyOf(column))) add(toColumn(column, survey));
    if (column.as === 'description')
      add({ key: 'description', name: nameOf(column), type: 'longText', options: [] });
  }
  return [...columns.values()];
}

function toColumn(column: NamedColumn, survey: Survey): DraftColumn {
  const key = keyOf(column);
  return {
    key,
    name: column.name,
    type: column.as === 'itemKey' ? 'text' : column.as,
    options: [...(survey.options.get(key)?.values() ?? [])],
    ...(column.as === 'number' && column.unit !== undefined && { unit: column.unit }),
  };
}

function reportIgnored(mapping: ImportMapping, survey: Survey): Problem[] {
  return mapping.columns.flatMap((column): Problem[] => {
    const count = survey.ignored.get(column.index) ?? 0;
    const name = nameOf(column);
    if (count === 0) return [];
    const message = `“${name}” is ignored: ${countOf(count, 'filled cell')} stay behind.`;
    return [{ kind: 'notTaken', code: 'column.ignored', field: name, count, message }];
  });
}
