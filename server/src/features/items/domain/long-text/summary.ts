import type { RichText } from '@boardwire/contract/rich-text';
import type { textLimits } from '@boardwire/contract/texts';
import type { Block, Inline } from './nodes.ts';

/** The contract's figure; its literal type makes a difference a type error. */
const PREVIEW_LENGTH: (typeof textLimits)['previewLength'] = 200;

/** What the item tells of a text; null when nothing but blanks stands in it. */
export function summarize(document: RichText): { preview: string; length: number } | null {
  const text = toPlainText(document);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? null : { preview: cut(line), length: text.length };
}

/** The text without formats: blocks and entries of lists on lines of their own. */
export function toPlainText({ blocks }: RichText): string {
  return blocks.map(blockText).join('\n');
}

function blockText(block: Block): string {
  if ('inlines' in block) return lineText(block.inlines);
  return 'items' in block ? block.items.map(lineText).join('\n') : block.text;
}

/** A mention has no text of its own: its name may change. */
function lineText(inlines: readonly Inline[]): string {
  return inlines.map((inline) => (inline.kind === 'text' ? inline.text : '')).join('');
}

/** Never within a surrogate pair. */
function cut(line: string): string {
  const end = /[\ud800-\udbff]/.test(line.charAt(PREVIEW_LENGTH - 1))
    ? PREVIEW_LENGTH - 1
    : PREVIEW_LENGTH;
  return line.slice(0, end);
}
