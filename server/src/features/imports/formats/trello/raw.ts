/** An object of the file, of which nothing is known for certain. */
export type Raw = Record<string, unknown>;

/** The value as an object; anything else becomes an empty one. */
export function asObject(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

/** The value as a list of objects. */
export function asObjects(value: unknown): Raw[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

/** The value as text: numbers are written out, anything else becomes empty. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** The texts of a list, such as ids. */
export function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(asText).filter((text) => text !== '') : [];
}

/** The value as a finite number, also when written as text. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The moment in UTC to the second, or undefined when it is none of the years 1 to 9999. */
export function asInstant(value: unknown): string | undefined {
  const text = asText(value);
  const time = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) return undefined;
  const iso = new Date(time).toISOString();
  return /^(?!0000)\d{4}-/.test(iso) ? `${iso.slice(0, 19)}Z` : undefined;
}

/** How many entries a list has. */
export function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
