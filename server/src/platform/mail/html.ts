/** Only this module can make one, so nothing parsed from JSON passes for markup. */
const MARKUP = Symbol('markup');

/** Markup that was written by us; every value in it is escaped. */
export interface Html {
  readonly [MARKUP]: string;
}

type Value = string | number | Html | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Builds markup from a template: text is escaped for elements and quoted attributes, markup is kept (security S37). */
export function safeHtml(strings: TemplateStringsArray, ...values: Value[]): Html {
  const pieces = strings.map((piece, index) => piece + toPiece(values[index] ?? ''));
  return { [MARKUP]: pieces.join('') };
}

/** Takes a constant of ours as markup, as the text of a style element: never what came from outside. */
export function markAsHtml(constant: string): Html {
  return { [MARKUP]: constant };
}

/** The markup as a string, for sending. */
export function toMarkup(markup: Html): string {
  return markup[MARKUP];
}

function toPiece(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  if (isList(value)) return value.map(toMarkup).join('');
  return value[MARKUP];
}

/** Array.isArray does not narrow readonly lists. */
function isList(value: Html | readonly Html[]): value is readonly Html[] {
  return Array.isArray(value);
}

function escape(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}
