import { detectEncoding, inspectBytes } from './bytes.ts';
import type { FileFacts } from './bytes.ts';
import { detectDialect, isTable } from './csv/dialect.ts';
import type { Dialect } from './csv/rows.ts';
import { IMPORT_MAX_BYTES } from './draft-limits.ts';
import type { OpenFile } from './draft.ts';
import { readJson } from './json.ts';
import type { JsonOutcome } from './json.ts';
import { toProblem } from './trello/export.ts';

export type Detected =
  | { format: 'trello' }
  | ({ format: 'csv' } & Dialect)
  | { format: 'unknown'; message: string };

/** First bytes of files that people take for an export, and what to do instead. */
const SIGNATURES: [bytes: string, message: string][] = [
  [
    '504b0304',
    'This is an Excel workbook or a ZIP archive. In Excel, save the sheet as CSV UTF-8.',
  ],
  ['d0cf11e0', 'This is an old Excel workbook. In Excel, save the sheet as CSV UTF-8.'],
  ['25504446', 'This is a PDF. Export the board as JSON or CSV.'],
  ['1f8b', 'The file is packed with gzip. Unpack it first.'],
];

/** Exports of other tools, by names in the upper levels of their JSON; a level is a number of brackets. */
const OTHER_TOOLS: [tool: string, names: string[]][] = [
  ['Jira', ['1:issues', '3:fields']],
  ['Jira', ['2:fields', '2:key']],
  ['Asana', ['1:data', '3:gid']],
  ['Asana', ['2:gid', '2:resource_type']],
  ['GitHub', ['2:html_url', '2:number']],
  ['GitHub', ['2:node_id', '2:title']],
  ['monday.com', ['1:data', '2:boards']],
  ['ClickUp', ['1:tasks', '3:status']],
  ['Notion', ['1:object', '1:results']],
];

/** What an uploaded file is; reads it once, in bounded memory. */
export async function detectFormat(open: OpenFile, fileName: string): Promise<Detected> {
  const facts = await inspectBytes(open, IMPORT_MAX_BYTES);
  const message = refuseBytes(facts);
  if (message !== undefined) return unknown(message);
  const encoding = detectEncoding(facts);
  if (encoding === null) return unknown('This is a binary file. Import a JSON or CSV export.');
  const start = new TextDecoder(encoding).decode(facts.head).trimStart();
  if (start === '') return unknown('The file is empty.');
  if (/^<(!doctype|html|\?xml)/i.test(start))
    return unknown(
      'This is a web page or XML, perhaps a log-in page that was saved in place of the export.',
    );
  if (!/^[{[]/.test(start)) return detectCsv(facts, fileName);
  const outcome = await readJson(open, { encoding, paths: ['$.none'], onValue: () => {} });
  const isCsv = outcome.kind === 'invalid' && hasTableName(fileName);
  return isCsv ? detectCsv(facts, fileName) : judgeJson(outcome);
}

function unknown(message: string): Detected {
  return { format: 'unknown', message };
}

function refuseBytes({ size, head }: FileFacts): string | undefined {
  if (size === 0) return 'The file is empty.';
  const hex = head.subarray(0, 4).toString('hex');
  const signature = SIGNATURES.find(([bytes]) => hex.startsWith(bytes));
  if (signature) return signature[1];
  if (size > IMPORT_MAX_BYTES)
    return 'The file has more than 100 MB; that much is not imported at once.';
  return undefined;
}

function detectCsv(facts: FileFacts, fileName: string): Detected {
  const dialect = detectDialect(facts);
  if (dialect && (isTable(facts, dialect) || hasTableName(fileName)))
    return { format: 'csv', ...dialect };
  return unknown('This is text, but no table: no delimiter stands in all of its lines.');
}

function hasTableName(fileName: string): boolean {
  return /\.(csv|tsv|tab)$/i.test(fileName);
}

function judgeJson(outcome: JsonOutcome): Detected {
  const { kind, keys } = outcome;
  if (kind !== 'ok') return unknown(toProblem(outcome).message);
  if (keys.has('1:swimlanes') && keys.has('1:cards'))
    return unknown('This is a board of WeKan. Export it from there as CSV.');
  if (keys.has('1:lists') && keys.has('1:cards')) return { format: 'trello' };
  if (keys.has('1:idList') && keys.has('1:idBoard'))
    return unknown('This is one card of Trello. Export the whole board as JSON.');
  const tool = OTHER_TOOLS.find(([, names]) => names.every((name) => keys.has(name)));
  if (tool) return unknown(`This is JSON of ${tool[0]}. Export it from there as CSV.`);
  const names = [...keys].filter((key) => key.startsWith('1:')).map((key) => key.slice(2, 42));
  const seen = names.length > 0 ? ` It has: ${names.slice(0, 8).join(', ')}.` : '';
  return unknown(`This JSON is no board export of Trello: it has no lists and cards.${seen}`);
}
