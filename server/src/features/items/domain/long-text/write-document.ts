import * as Y from 'yjs';
import type { RichText } from '@boardwire/contract/rich-text';
import {
  ELEMENTS,
  ITEM,
  MARKS,
  MENTION,
  ROOT,
  type Block,
  type Inline,
  type TextInline,
} from './nodes.ts';

type XmlNode = Y.XmlElement | Y.XmlText;

/**
 * Makes a document say what `wanted` says, given that it says `standing` now. Blocks at the beginning and the end that
 * are the same stay the same nodes: whoever types in them meanwhile loses nothing.
 */
export function writeDocument(doc: Y.Doc, standing: RichText, wanted: RichText): void {
  const before = standing.blocks.map(toKey);
  const after = wanted.blocks.map(toKey);
  const start = countSame(before, after);
  const end = countSame(before.slice(start).toReversed(), after.slice(start).toReversed());
  const root = doc.getXmlFragment(ROOT);
  doc.transact(() => {
    const removed = before.length - start - end;
    if (removed > 0) root.delete(start, removed);
    const added = wanted.blocks.slice(start, wanted.blocks.length - end).map(toElement);
    if (added.length > 0) root.insert(start, added);
  });
}

function countSame(left: readonly string[], right: readonly string[]): number {
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index += 1) if (left[index] !== right[index]) return index;
  return shorter;
}

/** Equal for blocks that say the same, however their text is cut into pieces. */
function toKey(block: Block): string {
  if ('inlines' in block) return JSON.stringify([block.kind, joinPieces(block.inlines)]);
  return JSON.stringify('items' in block ? [block.kind, block.items.map(joinPieces)] : block.text);
}

/** Neighbours of the same format as one piece; formats in one order, empty pieces left out. */
function joinPieces(inlines: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const inline of inlines) {
    if (inline.kind === 'mention') {
      joined.push(inline);
      continue;
    }
    if (inline.text === '') continue;
    const piece = toPiece(inline);
    const last = joined.at(-1);
    if (last?.kind === 'text' && formatOf(last) === formatOf(piece)) last.text += piece.text;
    else joined.push(piece);
  }
  return joined;
}

function toPiece({ text, marks = [], href }: TextInline): TextInline {
  return {
    kind: 'text',
    text,
    marks: MARKS.filter((mark) => marks.includes(mark)),
    ...(href !== undefined && { href }),
  };
}

function formatOf({ marks, href }: TextInline): string {
  return JSON.stringify([marks, href]);
}

function toElement(block: Block): Y.XmlElement {
  const element = new Y.XmlElement(ELEMENTS[block.kind]);
  if ('inlines' in block) fill(element, toNodes(block.inlines));
  else if ('items' in block) fill(element, block.items.map(toItem));
  else if (block.text !== '') fill(element, [new Y.XmlText(block.text)]);
  return element;
}

function toItem(inlines: readonly Inline[]): Y.XmlElement {
  return fill(new Y.XmlElement(ITEM), toNodes(inlines));
}

function fill(element: Y.XmlElement, nodes: XmlNode[]): Y.XmlElement {
  if (nodes.length > 0) element.insert(0, nodes);
  return element;
}

/** Text between two mentions is one node, formats and all, as editors keep it. */
function toNodes(inlines: readonly Inline[]): XmlNode[] {
  const nodes: XmlNode[] = [];
  let pieces: object[] = [];
  const closeText = () => {
    if (pieces.length === 0) return;
    const text = new Y.XmlText();
    text.applyDelta(pieces);
    nodes.push(text);
    pieces = [];
  };
  for (const inline of joinPieces(inlines)) {
    if (inline.kind === 'text') {
      pieces.push({ insert: inline.text, attributes: toAttributes(inline) });
      continue;
    }
    closeText();
    const mention = new Y.XmlElement(MENTION);
    mention.setAttribute('userId', inline.userId);
    nodes.push(mention);
  }
  closeText();
  return nodes;
}

function toAttributes({ marks = [], href }: TextInline): Record<string, object> {
  return {
    ...Object.fromEntries(marks.map((mark) => [mark, {}])),
    ...(href !== undefined && { link: { href } }),
  };
}
