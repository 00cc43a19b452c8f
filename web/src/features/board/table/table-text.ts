/** Cells as spreadsheets put them on the clipboard: tabs between columns, lines between rows, quotes where needed. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const quote = (text: string) =>
    /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(quote).join('\t')).join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** The same as an HTML table, which editors take as such. */
export function writeHtmlTable(rows: readonly (readonly string[])[]): string {
  const escape = (text: string) =>
    text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign).replaceAll('\n', '<br>');
  const cells = (row: readonly string[]) => row.map((text) => `<td>${escape(text)}</td>`).join('');
  return `<table>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</table>`;
}

interface Reader {
  rows: string[][];
  row: string[];
  cell: string;
}

function endCell(reader: Reader): void {
  reader.row.push(reader.cell);
  reader.cell = '';
}

function endRow(reader: Reader): void {
  endCell(reader);
  reader.rows.push(reader.row);
  reader.row = [];
}

/** Reads from a quote to the one that closes it; answers where that is. */
function readQuoted(text: string, from: number, reader: Reader): number {
  let at = from + 1;
  while (at < text.length) {
    if (text[at] === '"' && text[at + 1] === '"') at += 1;
    else if (text[at] === '"') return at;
    reader.cell += text[at] ?? '';
    at += 1;
  }
  return at;
}

/** Whether a quote at the start of a cell has an end before a tab or line end: an inch sign has none. */
function isQuoted(text: string, at: number): boolean {
  return text[at] === '"' && /^"(?:[^"]|"")*"(?:[\t\r\n]|$)/.test(text.slice(at, at + 100_000));
}

/** Reads cells as Excel and Google Sheets copy them. The empty line at the end is none. */
export function readTable(text: string): string[][] {
  const reader: Reader = { rows: [], row: [], cell: '' };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '"' && reader.cell === '' && isQuoted(text, at)) at = readQuoted(text, at, reader);
    else if (sign === '\t') endCell(reader);
    else if (sign === '\n') endRow(reader);
    else if (sign === '\r') {
      if (text[at + 1] === '\n') at += 1;
      endRow(reader);
    } else reader.cell += sign;
  }
  if (reader.cell !== '' || reader.row.length > 0) endRow(reader);
  return reader.rows;
}
