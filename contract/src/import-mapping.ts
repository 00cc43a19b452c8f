import { z } from 'zod';
import { name } from './common.ts';

/** Most columns a file may have to be read at all; a wider one is no table of tasks. */
export const FILE_MAX_COLUMNS = 1_000;

/** Most columns of a file that become columns of a board. */
export const MAPPED_MAX_COLUMNS = 200;

/** Orders of a written date; separators, leading zeros, two-digit years and a time behind it are understood. */
export const dateFormats = ['y-M-d', 'd/M/y', 'M/d/y', 'd MMM y', 'MMM d, y'] as const;

/** The order of day, month and year in a column of dates. */
export type DateFormat = (typeof dateFormats)[number];

const header = {
  index: z
    .int()
    .min(0)
    .max(FILE_MAX_COLUMNS - 1)
    .meta({ description: 'place of the column in the file, from 0' }),
  header: z.string().max(2_000).meta({ description: 'what the file calls it' }),
};
const separator = z
  .enum([',', ';', '|', '\n', ' '])
  .nullable()
  .meta({ description: 'between several values of a cell; null: the cell is one value' });

/** Columns that become part of the item itself, or nothing. */
const roles = z.enum(['ignored', 'title', 'group', 'description', 'comment']);

/** Columns of the board that need no more than a name; itemKey is text that tells items apart in a second run. */
const plainTypes = z.enum([
  'itemKey',
  'text',
  'longText',
  'status',
  'checkbox',
  'link',
  'email',
  'phone',
]);

/** What one column of the file becomes; tags and people of the same name share one column. */
export const mappedColumn = z.discriminatedUnion('as', [
  z.strictObject({ as: roles, ...header }),
  z.strictObject({
    as: z.literal('personId'),
    ...header,
    names: z.int().min(0).meta({ description: 'index of the column with the names of these ids' }),
  }),
  z.strictObject({ as: plainTypes, ...header, name }),
  z.strictObject({ as: z.literal('tags'), ...header, name, separator }),
  z.strictObject({ as: z.literal('person'), ...header, name, separator }),
  z.strictObject({
    as: z.literal('number'),
    ...header,
    name,
    decimal: z.enum(['.', ',']),
    unit: z.string().max(20).optional(),
  }),
  z.strictObject({
    as: z.literal('date'),
    ...header,
    name,
    format: z.enum(dateFormats),
    isUncertain: z
      .boolean()
      .optional()
      .meta({ description: 'the file does not tell day from month; ask' }),
  }),
]);

/** How a CSV file becomes a board; guessed by the server, edited by the person who imports. */
export const importMapping = z
  .strictObject({
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'Use an IANA name such as Europe/Zurich')
      .default('UTC')
      .meta({ description: 'of times that name none' }),
    columns: z
      .array(mappedColumn)
      .min(1)
      .max(FILE_MAX_COLUMNS, `A file has at most ${FILE_MAX_COLUMNS.toLocaleString('en')} columns`),
  })
  .superRefine(({ columns }, context) => {
    for (const message of findContradictions(columns))
      context.addIssue({ code: 'custom', path: ['columns'], message });
  });

/** One column of a mapping, and the whole. */
export type MappedColumn = z.output<typeof mappedColumn>;
export type ImportMapping = z.output<typeof importMapping>;

function findContradictions(columns: readonly MappedColumn[]): string[] {
  const count = (as: MappedColumn['as']) => columns.filter((column) => column.as === as).length;
  const isRepeated = new Set(columns.map(({ index }) => index)).size < columns.length;
  const mapped = columns.filter((column) => 'name' in column).length;
  const single = (['group', 'itemKey', 'description'] as const).filter((as) => count(as) > 1);
  return [
    ...(count('title') === 1 ? [] : ['Choose the one column that holds the titles']),
    ...single.map((as) => `Only one column can be the ${as}`),
    ...(isRepeated ? ['A column of the file is mapped twice'] : []),
    ...(mapped > MAPPED_MAX_COLUMNS
      ? [`At most ${MAPPED_MAX_COLUMNS} columns can be taken; ignore some of the ${mapped}`]
      : []),
  ];
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
