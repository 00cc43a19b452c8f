/** Digits with signs in between; a power of ten behind them, as spreadsheets write large numbers. */
const NUMBER = /^([+\-−]?)([\d.,\s'’]*\d[.,]?|[.,]\d+)(e[+-]?\d+)?$/i;

/** Whether a sign stands between thousands and nowhere else. */
function isGrouped(digits: string, sign: string): boolean {
  const [first = '', ...others] = digits.split(sign);
  return /^[1-9]\d{0,2}$/.test(first) && others.every((group) => /^\d{3}$/.test(group));
}

/** The digits with a point before the decimals and nothing between thousands; undefined when that cannot be told. */
function normalize(digits: string, decimalSign: '.' | ','): string | undefined {
  const isComma = digits.lastIndexOf(',') > digits.lastIndexOf('.');
  const last = isComma ? ',' : '.';
  const other = isComma ? '.' : ',';
  const count = digits.split(last).length - 1;
  if (count === 0) return digits;
  if (count > 1) {
    return isGrouped(digits, last) && !digits.includes(other)
      ? digits.replaceAll(last, '')
      : undefined;
  }
  if (digits.includes(other)) {
    const [whole = '', decimals = ''] = digits.split(last);
    return isGrouped(whole, other) ? `${whole.replaceAll(other, '')}.${decimals}` : undefined;
  }
  // One sign alone, and three digits behind it: only the person's way to write numbers tells which it is.
  if (last !== decimalSign && isGrouped(digits, last)) return digits.replace(last, '');
  return digits.replace(last, '.');
}

/** A number as people write it, `1,234.5` or `1.234,5`; undefined when it is none, or could be two. */
export function readNumber(text: string, decimalSign: '.' | ','): number | undefined {
  const [, sign = '', digits = '', power = ''] = NUMBER.exec(text.trim()) ?? [];
  const gaps = /[\s'’]/;
  const whole = digits.split(/[.,]/)[0] ?? '';
  if (digits === '') return undefined;
  if (gaps.test(digits)) {
    const groups = whole.split(gaps);
    const isRegular = groups.every((group, index) => group.length === 3 || index === 0);
    if (!isRegular || gaps.test(digits.slice(whole.length))) return undefined;
  }
  const plain = normalize(digits.replaceAll(/[\s'’]/g, ''), decimalSign);
  const value = plain === undefined ? Number.NaN : Number(`${plain}${power}`);
  if (!Number.isFinite(value)) return undefined;
  return sign === '-' || sign === '−' ? -value : value;
}
