/** A name that `{{ }}` can show; dots lead into values within values. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,4}$/;

type Values = Readonly<Record<string, unknown>>;

/** The names that a text may use, from its example values: `order.number`, not `order`. */
export function listVariables(sample: Values, prefix = ''): string[] {
  return Object.entries(sample).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    if (!NAME.test(name)) return [];
    return isValues(value) ? listVariables(value, `${name}.`) : [name];
  });
}

/** What was typed as example values: the values, or why they are none. */
export function readSample(
  text: string,
): { ok: true; values: Record<string, unknown> } | { ok: false; problem: string } {
  if (text.trim() === '') return { ok: true, values: {} };
  try {
    const values: unknown = JSON.parse(text);
    return isValues(values) ? { ok: true, values: { ...values } } : { ok: false, problem: '{ }' };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : '' };
  }
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text with a variable at the caret, and where the caret is then. */
export function insertVariable(
  text: string,
  name: string,
  { from, to }: { from: number; to: number },
): { text: string; caret: number } {
  const piece = `{{ ${name} }}`;
  return { text: text.slice(0, from) + piece + text.slice(to), caret: from + piece.length };
}

/** The place in a text by its line and column, which count from 1. */
export function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  const before = text.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(start + column - 1, text.length);
}
