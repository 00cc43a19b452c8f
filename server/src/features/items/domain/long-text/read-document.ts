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

/** The tree of a document, or what stands in it that no tree has. */
export type ReadResult = { ok: true; document: RichText } | { ok: false; message: string };

/** What cannot be part of a text; leaves the walk at once. */
class ForeignNode extends Error {}

const KINDS = new Map(Object.entries(ELEMENTS).map(([kind, name]) => [name as string, kind]));
/** Control characters but line feed and tab; they would show as nothing, or break what the text is copied into. */
const CONTROL = /[^\P{Cc}\n\t]/u;
const EMBEDDED = 'Something that is no text stands in it';

/**
 * Reads a document as a tree (security S37). Everything that the tree has no place for is refused rather than left out,
 * so that what readers see is all there is. Lengths, addresses and ids are for the caller to judge.
 */
export function readDocument(doc: Y.Doc): ReadResult {
  try {
    const root = doc.getXmlFragment(ROOT);
    if (doc.share.size > 1) throw new ForeignNode(`Only "${ROOT}" holds text`);
    demandNoAttributes(root);
    return { ok: true, document: { blocks: root.toArray().map(readBlock) } };
  } catch (error) {
    if (error instanceof ForeignNode) return { ok: false, message: error.message };
    throw error;
  }
}

function readBlock(node: unknown): Block {
  const element = requireElement(node);
  demandNoAttributes(element);
  const kind = KINDS.get(element.nodeName) as Block['kind'] | undefined;
  switch (kind) {
    case 'paragraph':
    case 'quote':
      return { kind, inlines: readInlines(element) };
    case 'bullets':
    case 'numbers':
      return { kind, items: element.toArray().map(readItem) };
    case 'code':
      return { kind, text: readCode(element) };
    default:
      throw new ForeignNode(`A text has no "${nameOf(element)}"`);
  }
}

function readItem(node: unknown): Inline[] {
  const element = requireElement(node);
  if (element.nodeName !== ITEM) throw new ForeignNode(`A list has no "${nameOf(element)}"`);
  demandNoAttributes(element);
  return readInlines(element);
}

function readInlines(element: Y.XmlElement): Inline[] {
  return element
    .toArray()
    .flatMap((node: unknown) => (node instanceof Y.XmlText ? readText(node) : readMention(node)));
}

function readMention(node: unknown): Inline {
  const element = requireElement(node);
  if (element.nodeName !== MENTION) throw new ForeignNode(`A line has no "${nameOf(element)}"`);
  const { userId, ...others } = element.getAttributes() as Record<string, unknown>;
  const isPlain = typeof userId === 'string' && Object.keys(others).length === 0;
  if (!isPlain || element.length > 0) throw new ForeignNode('A mention has a userId and no more');
  return { kind: 'mention', userId };
}

function readCode(element: Y.XmlElement): string {
  const texts = element.toArray().flatMap((node: unknown) => {
    if (node instanceof Y.XmlText) return readText(node);
    throw new ForeignNode('A code block holds text only');
  });
  if (texts.some(({ marks, href }) => marks !== undefined || href !== undefined))
    throw new ForeignNode('A code block has no formats');
  return texts.map(({ text }) => text).join('');
}

interface Piece {
  insert?: unknown;
  attributes?: Record<string, unknown>;
}

function readText(node: Y.XmlText): TextInline[] {
  demandNoAttributes(node);
  const pieces = (node.toDelta() as Piece[]).map(readPiece);
  // What is not told as text has a length all the same: nothing hides between the lines.
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (length !== node.length) throw new ForeignNode(EMBEDDED);
  return pieces;
}

function readPiece({ insert, attributes = {} }: Piece): TextInline {
  if (typeof insert !== 'string') throw new ForeignNode(EMBEDDED);
  if (CONTROL.test(insert) || !insert.isWellFormed())
    throw new ForeignNode('It holds control characters: leave them out');
  const { link = null, ...others } = attributes;
  const set = new Set(Object.keys(others).filter((name) => (others[name] ?? null) !== null));
  const marks = MARKS.filter((mark) => set.delete(mark) && isBare(others[mark]));
  const [foreign] = set;
  if (foreign !== undefined) throw new ForeignNode(`Text has no format "${foreign.slice(0, 40)}"`);
  return {
    kind: 'text',
    text: insert,
    ...(marks.length > 0 && { marks: [...marks] }),
    ...(link !== null && { href: readLink(link) }),
  };
}

function isBare(value: unknown): boolean {
  if (value === true) return true;
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return true;
  throw new ForeignNode('A format carries nothing with it: {}');
}

function readLink(link: unknown): string {
  const { href, ...others } = typeof link === 'object' ? (link as Record<string, unknown>) : {};
  const isPlain =
    typeof href === 'string' && Object.values(others).every((value) => value === null);
  if (!isPlain) throw new ForeignNode('A link has an address (href) and no more');
  return href;
}

function requireElement(node: unknown): Y.XmlElement {
  if (node instanceof Y.XmlElement) return node as Y.XmlElement;
  throw new ForeignNode('A text consists of blocks');
}

function demandNoAttributes(node: Y.XmlFragment | Y.XmlText): void {
  // The map holds attributes of any kind, also of the root, which has none by its interface.
  const first = [...node._map].find(([, item]) => !item.deleted);
  if (first !== undefined)
    throw new ForeignNode(`Nothing has the attribute "${first[0].slice(0, 40)}"`);
}

function nameOf({ nodeName }: Y.XmlElement): string {
  return String(nodeName).slice(0, 40);
}
