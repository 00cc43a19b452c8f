import { MAPPED_MAX_COLUMNS } from '@boardwire/contract/import-mapping';
import type { ImportMapping, MappedColumn } from '@boardwire/contract/import-mapping';
import { draftLimits } from '../draft-limits.ts';
import { cleanName, cut } from '../text.ts';
import { plainHeader, roleOfHeader } from './headers.ts';
import type { HeaderRole } from './headers.ts';
import { inferDate, inferType } from './infer.ts';

/** What is known of one column when its place in the board is chosen. */
interface Column {
  index: number;
  header: string;
  /** Filled cells of the sample. */
  cells: string[];
  role: HeaderRole | undefined;
}

/** What each column of the file probably is, by its header and the first rows. */
export function guessMapping(
  headers: readonly string[],
  sampleRows: readonly (readonly string[])[],
  timeZone = 'UTC',
): ImportMapping {
  const columns = headers.map((header, index): Column => {
    const cells = sampleRows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
    return { index, header, cells, role: roleOfHeader(header) };
  });
  const ids = pairIds(columns);
  const special = chooseSpecial(columns, ids);
  const mapped = columns.map(
    (column) => special.get(column.index) ?? ids.get(column.index) ?? guessColumn(column),
  );
  return { timeZone, columns: keepFewEnough(numberNames(settleDates(mapped)), columns) };
}

function base({ index, header }: Column): { index: number; header: string } {
  return { index, header: cut(header, 2_000) };
}

function nameOf({ index, header }: Column): string {
  return cut(cleanName(plainHeader(header)), draftLimits.name) || `Column ${index + 1}`;
}

/** The columns that there is one of: title, group, key, description. */
function chooseSpecial(
  columns: readonly Column[],
  ids: ReadonlyMap<number, MappedColumn>,
): Map<number, MappedColumn> {
  const chosen = new Map<number, MappedColumn>();
  const free = columns.filter(({ index }) => !ids.has(index));
  const first = (role: HeaderRole, fits: (column: Column) => boolean = () => true) =>
    free.find((column) => column.role === role && column.cells.length > 0 && fits(column));
  const title = first('title') ?? free.find(isTitleLike) ?? columns[0];
  const key = first('itemKey', isDistinct);
  const group = first('group', ({ cells }) => new Set(cells).size <= draftLimits.groups);
  const description = first('description');
  if (key && key !== title)
    chosen.set(key.index, { as: 'itemKey', ...base(key), name: nameOf(key) });
  if (group) chosen.set(group.index, { as: 'group', ...base(group) });
  if (description) chosen.set(description.index, { as: 'description', ...base(description) });
  if (title) chosen.set(title.index, { as: 'title', ...base(title) });
  return chosen;
}

function isDistinct({ cells }: Column): boolean {
  return new Set(cells).size === cells.length;
}

/** Text that differs from row to row. */
function isTitleLike({ cells, header, role }: Column): boolean {
  if (role !== undefined || cells.length === 0) return false;
  return inferType(cells, header).as === 'text' && new Set(cells).size > cells.length / 2;
}

/** Jira writes `Watchers, Watchers, Watchers Id, Watchers Id`: ids say who wrote a comment. */
function pairIds(columns: readonly Column[]): Map<number, MappedColumn> {
  const pairs = new Map<number, MappedColumn>();
  for (const column of columns) {
    const person = /^(.+) id$/i.exec(column.header.trim())?.[1]?.toLowerCase();
    if (person === undefined) continue;
    const same = (text: string) => (other: Column) => other.header.trim().toLowerCase() === text;
    const nth = columns.filter(same(`${person} id`)).indexOf(column);
    const names = columns.filter(same(person))[nth];
    if (names && (names.role === 'person' || names.role === 'people'))
      pairs.set(column.index, { as: 'personId', ...base(column), names: names.index });
  }
  return pairs;
}

function guessColumn(column: Column): MappedColumn {
  const { cells, header, role } = column;
  const named = { ...base(column), name: nameOf(column) };
  if (role === 'comment' && !cells.some((cell) => /^\d{1,4}$/.test(cell)))
    return { as: 'comment', ...base(column) };
  // What the sample does not show is ignored, and counted when a later row has it.
  if (cells.length === 0 || role === 'ignored') return { as: 'ignored', ...base(column) };
  const inferred = inferType(cells, header);
  const date = role === 'date' ? inferDate(cells) : undefined;
  if (date) return { ...named, ...date };
  const isFigures =
    inferred.as === 'number' || inferred.as === 'date' || inferred.as === 'checkbox';
  if (isFigures) return { ...named, ...inferred };
  switch (role) {
    case 'tags':
      return { as: 'tags', ...named, separator: findSeparator(cells) };
    case 'person':
    case 'people':
      return { as: 'person', ...named, separator: findSeparator(cells) ?? findSpace(cells) };
    case 'status':
    case 'group':
      return { as: new Set(cells).size <= draftLimits.options / 5 ? 'status' : 'text', ...named };
    case 'description':
      return { as: 'longText', ...named };
    default:
      return { ...named, ...inferred };
  }
}

function findSeparator(cells: readonly string[]): ';' | '|' | ',' | '\n' | null {
  const found = ([';', '|', '\n', ','] as const).find((separator) =>
    cells.some((cell) => cell.includes(separator)),
  );
  return found ?? null;
}

/** Login names have no spaces and no capitals; full names have both. */
function findSpace(cells: readonly string[]): ' ' | null {
  const isLogins = cells.every((cell) => /^[a-z0-9._@+-]+(?: [a-z0-9._@+-]+)*$/.test(cell));
  return isLogins && cells.some((cell) => cell.includes(' ')) ? ' ' : null;
}

/** Columns that do not tell day from month follow the ones that do. */
function settleDates(columns: MappedColumn[]): MappedColumn[] {
  const sure = columns.flatMap((column) =>
    column.as === 'date' && !column.isUncertain ? [column.format] : [],
  );
  const votes = (format: string) => sure.filter((other) => other === format).length;
  const [days, months] = [votes('d/M/y'), votes('M/d/y')];
  if (days === months) return columns;
  return columns.map((column) => {
    if (column.as !== 'date' || !column.isUncertain) return column;
    const { isUncertain: _, ...settled } = column;
    return { ...settled, format: days > months ? 'd/M/y' : 'M/d/y' };
  });
}

/** Repeated headers get numbers; tags and people of one name stay together. */
function numberNames(columns: MappedColumn[]): MappedColumn[] {
  const taken = new Map<string, string>();
  return columns.map((column) => {
    if (!('name' in column)) return column;
    const { as } = column;
    const isShared = as === 'tags' || as === 'person';
    const holder = isShared ? as : `${as}:${column.index}`;
    let { name } = column;
    for (let number = 2; (taken.get(name.toLowerCase()) ?? holder) !== holder; number += 1)
      name = `${cut(column.name, draftLimits.name - 5)} ${number}`;
    taken.set(name.toLowerCase(), holder);
    return { ...column, name };
  });
}

/** A board takes 200 columns: those with the fewest filled cells stay behind. */
function keepFewEnough(mapped: MappedColumn[], columns: readonly Column[]): MappedColumn[] {
  const filled = (index: number) => columns[index]?.cells.length ?? 0;
  const named = mapped.filter((column) => 'name' in column);
  const dropped = new Set(
    named
      .toSorted((a, b) => filled(b.index) - filled(a.index) || a.index - b.index)
      .slice(MAPPED_MAX_COLUMNS)
      .map(({ index }) => index),
  );
  return mapped.map((column) =>
    dropped.has(column.index)
      ? { as: 'ignored', index: column.index, header: column.header }
      : column,
  );
}
