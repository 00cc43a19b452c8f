/** A piece of a template: text as it is, or a variable. */
export type TemplatePart = { text: string } | { variable: string };

/** What is wrong with a template, with its place; lines and columns count from 1. */
export interface TemplateProblem {
  line: number;
  column: number;
  message: string;
}

/** A template as it is filled, or what is wrong with it. */
export type ParsedTemplate =
  | { kind: 'ok'; parts: TemplatePart[] }
  | { kind: 'refused'; problems: TemplateProblem[] };

/** `order.number` reads a value within a value. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,4}$/;
/** More would be noise. */
const PROBLEMS_MAX = 20;

/**
 * Reads a template: text with `{{ name }}` in it, and nothing else that means anything. It is written by administrators of
 * one tenant and filled on a server of many, so it can look up values and do nothing more.
 */
export function parseTemplate(source: string, known: ReadonlySet<string>): ParsedTemplate {
  const parts: TemplatePart[] = [];
  const problems: TemplateProblem[] = [];
  let at = 0;
  while (at < source.length && problems.length < PROBLEMS_MAX) {
    const open = source.indexOf('{{', at);
    if (open < 0) break;
    if (open > at) parts.push({ text: source.slice(at, open) });
    const close = source.indexOf('}}', open);
    if (close < 0) {
      problems.push({ ...placeOf(source, open), message: 'The braces {{ are never closed by }}' });
      return { kind: 'refused', problems };
    }
    const name = source.slice(open + 2, close).trim();
    const message = problemOf(name, known);
    if (message !== null) problems.push({ ...placeOf(source, open), message });
    parts.push({ variable: name });
    at = close + 2;
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  if (at < source.length) parts.push({ text: source.slice(at) });
  return { kind: 'ok', parts };
}

function problemOf(name: string, known: ReadonlySet<string>): string | null {
  if (!VARIABLE.test(name)) return 'Between {{ and }} stands the name of a variable';
  if (known.has(name)) return null;
  return `There is no variable ${name}: it is not among the example values`;
}

function placeOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Names of everything in example values that a variable can show: `order.number`, not `order`. */
export function variablesOf(sample: Readonly<Record<string, unknown>>): Set<string> {
  const names = new Set<string>();
  collectNames(sample, '', names);
  return names;
}

function collectNames(
  values: Readonly<Record<string, unknown>>,
  prefix: string,
  names: Set<string>,
): void {
  for (const [key, value] of Object.entries(values)) {
    const name = `${prefix}${key}`;
    if (!VARIABLE.test(name)) continue;
    if (isRecord(value)) collectNames(value, `${name}.`, names);
    else names.add(name);
  }
}

/** The text of a variable; empty where there is no such value, or one that is no text. */
export function readVariable(values: Readonly<Record<string, unknown>>, name: string): string {
  let value: unknown = values;
  for (const key of name.split('.')) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return '';
    value = value[key];
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
