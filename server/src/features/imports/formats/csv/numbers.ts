/** Sign, digits with thousands separators, decimals; a currency or unit before or behind. */
const NUMBER = /^(\p{Sc}|[A-Z]{3})?\s*([+\-−]?)\s*([\d.,’'\s]*\d)\s*([^\d\s.,]{0,8})$/u;

export type Decimal = '.' | ',';

export interface WrittenNumber {
  value: number;
  unit: string;
}

/** A number as people write it, or undefined: `1,234.5`, `1.234,5`, `€ 12`, `35 %`. */
export function parseNumber(text: string, decimal: Decimal): WrittenNumber | undefined {
  const trimmed = text.trim();
  if (/^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/i.test(trimmed)) return finite(Number(trimmed), '');
  const match = NUMBER.exec(trimmed);
  if (!match) return undefined;
  const [, before = '', sign = '', digits = '', after = ''] = match;
  const plain = toPlain(digits, decimal);
  if (plain === undefined || (before !== '' && after !== '')) return undefined;
  return finite(Number(plain) * (sign === '-' || sign === '−' ? -1 : 1), before || after);
}

function toPlain(digits: string, decimal: Decimal): string | undefined {
  const grouping = decimal === '.' ? ',' : '.';
  const [whole = '', fraction, ...more] = digits.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined;
  const groups = whole.split(new RegExp(`[${grouping}’'\\s]`, 'u'));
  const isGrouped = groups.length > 1;
  // `1,2,3` is a list and `1.5` with a comma as decimal is a version: groups have three digits.
  if (isGrouped && !groups.slice(1).every((group) => /^\d{3}$/.test(group))) return undefined;
  if (!groups.every((group, index) => /^\d+$/.test(group) || (index === 0 && group === '')))
    return undefined;
  if (isGrouped && groups[0] === '') return undefined;
  return `${groups.join('') || '0'}${fraction === undefined ? '' : `.${fraction}`}`;
}

function finite(value: number, unit: string): WrittenNumber | undefined {
  return Number.isFinite(value) ? { value, unit } : undefined;
}
