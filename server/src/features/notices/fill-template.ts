import { createLine, type Line } from '../../platform/mail/line.ts';
import { cleanText, toWebLink, unlink } from '../../platform/mail/plain-name.ts';
import {
  parseTemplate,
  readVariable,
  variablesOf,
  type TemplatePart,
} from './domain/template-source.ts';

/** A text of an organization for one language and channel. */
export interface TemplateSource {
  subject: string;
  source: string;
}

/** A template with its values, by paragraphs. */
export interface FilledTemplate {
  subject: string;
  paragraphs: Line[];
  /** Of a line that is a link alone. */
  button: { label: string; link: string } | null;
}

const VALUE_MAX_LENGTH = 1_000;
const SUBJECT_MAX_LENGTH = 180;
/** `[Open your order]({{ url }})` on a line of its own is the button of a mail. */
const BUTTON = /^\[([^\]]{1,200})\]\(([^)]{1,2000})\)$/;

/**
 * Fills a template for a mail. Values are escaped and make no links (security S37), but for the address of the button,
 * which may be a variable. Throws when that is no web address.
 */
export function fillTemplate(
  { subject, source }: TemplateSource,
  values: Readonly<Record<string, unknown>>,
): FilledTemplate {
  const filled: FilledTemplate = {
    subject: cleanText(toText(subject, values), SUBJECT_MAX_LENGTH),
    paragraphs: [],
    button: null,
  };
  for (const paragraph of source.split(/\n\s*\n/u)) {
    const text = paragraph.trim();
    const [, label, link] = BUTTON.exec(text) ?? [];
    if (label !== undefined && link !== undefined) {
      filled.button = { label: toText(label, values), link: toWebLink(toText(link, values)) };
    } else if (text !== '') filled.paragraphs.push(toLine(text, values));
  }
  return filled;
}

/** The template as plain text on one line, for text messages and pushes. */
export function toText(source: string, values: Readonly<Record<string, unknown>>): string {
  return partsOf(source, values)
    .map((part) => ('text' in part ? part.text : readVariable(values, part.variable)))
    .join('');
}

function toLine(source: string, values: Readonly<Record<string, unknown>>): Line {
  const texts = partsOf(source, values).map((part) =>
    'text' in part
      ? // A space at the edge keeps a value from its neighbour.
        part.text.replace(/\s+/gu, ' ')
      : unlink(cleanText(readVariable(values, part.variable), VALUE_MAX_LENGTH)),
  );
  // Each piece is a value of its own, so that nothing in a template passes for a place to fill.
  const sentence = texts.map((_text, index) => `{p${index}}`).join('');
  return createLine(sentence, Object.fromEntries(texts.map((text, index) => [`p${index}`, text])));
}

/** Saved templates are sound; one that is not shows as it was written. */
function partsOf(source: string, values: Readonly<Record<string, unknown>>): TemplatePart[] {
  const names = new Set([...variablesOf(values), ...namesIn(source)]);
  const parsed = parseTemplate(source, names);
  return parsed.kind === 'ok' ? parsed.parts : [{ text: source }];
}

function namesIn(source: string): string[] {
  return [...source.matchAll(/\{\{\s*([\w.]+)\s*\}\}/gu)].map(([, name]) => name ?? '');
}
