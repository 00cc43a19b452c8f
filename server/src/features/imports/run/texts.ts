import type { RichText } from '@boardwire/contract/rich-text';
import { fieldLimits } from '@boardwire/contract/column-types';
import type { DraftItem } from '../formats/draft-item.ts';
import { cut, joinParts } from '../formats/text.ts';

/** Characters of one comment: a document takes 20,000, and as JSON it may become twice as long. */
const COMMENT_MAX_LENGTH = 15_000;
/** Paragraphs of a document. */
const MAX_PARAGRAPHS = 400;
type Attachment = DraftItem['attachments'][number];

/** A plain text as documents for comments, in as many as it needs. */
export function toComments(text: string): RichText[] {
  const pieces = cutPieces(text);
  return pieces.map((piece) => ({ blocks: toParagraphs(piece) }));
}

function toParagraphs(text: string): RichText['blocks'] {
  const lines = text.split('\n');
  // A document of thousands of lines keeps them within one paragraph.
  const paragraphs = lines.length > MAX_PARAGRAPHS ? [text] : lines;
  return paragraphs.map((line) => ({
    kind: 'paragraph',
    inlines: line === '' ? [] : [{ kind: 'text', text: line }],
  }));
}

/** Never within a surrogate pair. */
function cutPieces(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + COMMENT_MAX_LENGTH);
    if (end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1))) end -= 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces.length === 0 ? [''] : pieces;
}

/** The text of a document, as `toComments` took it. */
export function textOf({ blocks }: RichText): string {
  return blocks
    .map((block) =>
      'inlines' in block
        ? block.inlines.map((inline) => (inline.kind === 'text' ? inline.text : '')).join('')
        : '',
    )
    .join('\n');
}

/** The part of a text that a column takes, and whether there is more. */
export function fitColumn(text: string): { value: string; isCut: boolean } {
  const isCut = text.length > fieldLimits.textLength;
  return { value: isCut ? cut(text, fieldLimits.textLength) : text, isCut };
}

/** The address of the first attachment as the value of a link column. */
export function toLink({ name, url }: Attachment): { url: string; text?: string } {
  const text = name.trim();
  const isLabel = text !== '' && text !== url && text.length <= fieldLimits.linkTextLength;
  return { url, ...(isLabel && { text }) };
}

/** Description and the attachments that the link column does not hold, as one text. */
export function describe(
  description: string | undefined,
  attachments: readonly Attachment[],
): string | undefined {
  const listed = attachments.map(({ name, url }) => (name === url ? url : `${name}: ${url}`));
  const list = listed.length === 0 ? undefined : ['Attachments:', ...listed].join('\n');
  return joinParts([description, list]);
}
