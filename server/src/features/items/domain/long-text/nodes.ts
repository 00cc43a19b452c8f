import type { RichText } from '@boardwire/contract/rich-text';

/** The root of a text's document; nothing else stands beside it. */
export const ROOT = 'content';

/** Element of a block in the document. A code block is no `code`, since an editor's nodes and marks share their names. */
export const ELEMENTS = {
  paragraph: 'paragraph',
  quote: 'quote',
  bullets: 'bullets',
  numbers: 'numbers',
  code: 'codeBlock',
} as const;
/** An entry of a list. */
export const ITEM = 'item';
/** A person within a line, with the attribute `userId`. */
export const MENTION = 'mention';

/** Formats of text; each stands as `{}`, and a link beside them as `{ href }`. In this order in a tree. */
export const MARKS = ['bold', 'italic', 'strike', 'code'] as const;

export type Block = RichText['blocks'][number];
export type Inline = Extract<Block, { inlines: unknown }>['inlines'][number];
export type TextInline = Extract<Inline, { kind: 'text' }>;
