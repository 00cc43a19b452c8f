/** A value of a cell; null stays empty. */
export type Cell = string | number | null;

/** Text that a spreadsheet would take for a formula, also in full width, whether or not it is guarded already. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** Rows as CSV (RFC 4180): CRLF, quotes where needed, no cell that a spreadsheet would run (security S36). */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(toField).join(',')}\r\n`).join('');
}

/** Puts `'` before text that would be run as a formula, and one more before text that looks guarded. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Takes back what `guardFormula` did, so that the round trip is exact. */
export function stripFormulaGuard(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

function toField(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = guardFormula(cell);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
