import { safeHtml, type Html } from './html.ts';

/** A sentence for both parts of a mail. */
export interface Line {
  html: Html;
  text: string;
}

const PLACEHOLDER = /\{(\w+)\}/;

/** Puts values where a sentence has `{their names}`; in HTML each is escaped and keeps its direction to itself. */
export function createLine(sentence: string, values: Readonly<Record<string, string>>): Line {
  // A split by a group gives texts and names in turn.
  const parts = sentence.split(PLACEHOLDER);
  const pieces = parts.map((part, index) =>
    index % 2 === 0 ? safeHtml`${part}` : safeHtml`<bdi>${valueOf(part, values)}</bdi>`,
  );
  return { html: safeHtml`${pieces}`, text: fillText(sentence, values) };
}

/** Puts values where a sentence has `{their names}`; values are not looked into again. */
export function fillText(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 === 0 ? part : valueOf(part, values)))
    .join('');
}

function valueOf(name: string, values: Readonly<Record<string, string>>): string {
  const value = values[name];
  if (value === undefined) throw new Error(`a mail has no value for {${name}}`);
  return value;
}
