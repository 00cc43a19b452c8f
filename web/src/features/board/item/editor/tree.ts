import type { RichText } from '@boardwire/contract/rich-text';
import type { JSONContent } from '@tiptap/core';

type Block = RichText['blocks'][number];
type Inline = Extract<Block, { inlines: unknown }>['inlines'][number];
type Marks = NonNullable<Extract<Inline, { kind: 'text' }>['marks']>;

const MARKS: Marks = ['bold', 'italic', 'strike', 'code'];

/** A checked tree as an editor takes it. */
export function toContent({ blocks }: RichText): JSONContent {
  return {
    type: 'doc',
    content: blocks.length === 0 ? [{ type: 'paragraph' }] : blocks.map(toNode),
  };
}

function toNode(block: Block): JSONContent {
  if ('inlines' in block) return { type: block.kind, content: block.inlines.flatMap(toInlineNode) };
  if ('items' in block) {
    const content = block.items.map((inlines) => ({
      type: 'item',
      content: inlines.flatMap(toInlineNode),
    }));
    return { type: block.kind, content };
  }
  return { type: 'codeBlock', content: toText(block.text) };
}

function toText(text: string): JSONContent[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

function toInlineNode(inline: Inline): JSONContent[] {
  if (inline.kind === 'mention') return [{ type: 'mention', attrs: { userId: inline.userId } }];
  const { text, marks = [], href } = inline;
  if (text === '') return [];
  const named: NonNullable<JSONContent['marks']> = marks.map((type) => ({ type }));
  if (href !== undefined) named.push({ type: 'link', attrs: { href } });
  return [{ type: 'text', text, ...(named.length > 0 && { marks: named }) }];
}

/** What an editor holds as a tree; empty lines at its end are left out. */
export function toTree({ content = [] }: JSONContent): RichText {
  const blocks = content.map(toBlock);
  const last = blocks.findLastIndex((block) => !isEmptyLine(block));
  return { blocks: blocks.slice(0, last + 1) };
}

function isEmptyLine(block: Block): boolean {
  return block.kind === 'paragraph' && block.inlines.length === 0;
}

function toBlock({ type, content = [] }: JSONContent): Block {
  switch (type) {
    case 'bullets':
    case 'numbers':
      return { kind: type, items: content.map(({ content: line = [] }) => line.map(toInline)) };
    case 'codeBlock':
      return { kind: 'code', text: content.map(({ text = '' }) => text).join('') };
    case 'quote':
      return { kind: 'quote', inlines: content.map(toInline) };
    default:
      return { kind: 'paragraph', inlines: content.map(toInline) };
  }
}

function toInline({ type, text = '', marks = [], attrs }: JSONContent): Inline {
  if (type === 'mention') return { kind: 'mention', userId: String(attrs?.['userId']) };
  const named = MARKS.filter((mark) => marks.some((each) => each.type === mark));
  const link = marks.find((mark) => mark.type === 'link')?.attrs?.['href'] as unknown;
  return {
    kind: 'text',
    text,
    ...(named.length > 0 && { marks: named }),
    ...(typeof link === 'string' && { href: link }),
  };
}
