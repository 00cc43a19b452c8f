import type { Node as PmNode, NodeType, Schema } from '@tiptap/pm/model';
import { type Command, type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';

/** What a line can be. */
export type BlockKind = 'paragraph' | 'quote' | 'codeBlock' | 'bullets' | 'numbers';

interface Line {
  kind: BlockKind;
  node: PmNode;
  /** Where its content begins. */
  start: number;
}

function isList({ name }: NodeType): boolean {
  return name === 'bullets' || name === 'numbers';
}

/** The lines of top-level blocks `from` … `to`, entries of lists one by one. */
function listLines(doc: PmNode, from: number, to: number): Line[] {
  const lines: Line[] = [];
  let at = 0;
  doc.forEach((block, offset, index) => {
    at = offset + 1;
    if (index < from || index > to) return;
    const kind = block.type.name as BlockKind;
    if (!isList(block.type)) return void lines.push({ kind, node: block, start: at });
    block.forEach((node, inner) => void lines.push({ kind, node, start: at + inner + 1 }));
  });
  return lines;
}

/** A block's content as it may stand in another kind of block: code holds text alone. */
function convert(schema: Schema, { node }: Line, kind: BlockKind): PmNode {
  const name = kind === 'bullets' || kind === 'numbers' ? 'item' : kind;
  if (name !== 'codeBlock') return schema.node(name, null, node.content);
  const text = node.textBetween(
    0,
    node.content.size,
    '\n',
    (leaf) => leaf.type.spec.leafText?.(leaf) ?? '',
  );
  return schema.node(name, null, text === '' ? [] : [schema.text(text)]);
}

/** Lines put together again: neighbours in lists of one kind make one list. */
function build(schema: Schema, lines: readonly { kind: BlockKind; node: PmNode }[]): PmNode[] {
  const blocks: PmNode[] = [];
  for (const { kind, node } of lines) {
    if (kind !== 'bullets' && kind !== 'numbers') {
      blocks.push(node);
      continue;
    }
    const last = blocks.at(-1);
    if (last?.type.name === kind)
      blocks[blocks.length - 1] = last.copy(last.content.addToEnd(node));
    else blocks.push(schema.node(kind, null, [node]));
  }
  return blocks;
}

function selectLines(tr: Transaction, anchor: LinePlace, head: LinePlace, first: number): void {
  const lines = listLines(tr.doc, 0, tr.doc.childCount - 1);
  const place = ({ index, offset }: LinePlace) => {
    const line = lines[first + index];
    return line ? line.start + Math.min(offset, line.node.content.size) : tr.doc.content.size;
  };
  tr.setSelection(TextSelection.create(tr.doc, place(anchor), place(head)));
}

interface LinePlace {
  index: number;
  offset: number;
}

function findPlace(lines: readonly Line[], position: number): LinePlace {
  const index = Math.max(
    lines.findLastIndex(({ start }) => start <= position),
    0,
  );
  return { index, offset: Math.max(position - (lines[index]?.start ?? position), 0) };
}

/** Makes the selected lines blocks of a kind; those that are it already become paragraphs again. */
export function toggleBlock(kind: BlockKind): Command {
  return (state, dispatch) => {
    // Of the transaction: a rule has changed something in it already.
    const { schema, tr } = state;
    const { doc, selection } = tr;
    const { $from, $to, anchor, head, from, to } = selection;
    // A list takes in the entries of its neighbours.
    const first = Math.max($from.index(0) - 1, 0);
    const last = Math.min($to.index(0) + 1, doc.childCount - 1);
    const lines = listLines(doc, first, last);
    const isTouched = ({ node, start }: Line) => start <= to && start + node.content.size >= from;
    const touched = lines.filter(isTouched);
    if (touched.length === 0) return false;
    if (!dispatch) return true;
    const wanted = touched.every((line) => line.kind === kind) ? 'paragraph' : kind;
    const changed = lines.map((line) =>
      isTouched(line)
        ? { kind: wanted, node: convert(schema, line, wanted) }
        : { kind: line.kind, node: line.node },
    );
    const before = listLines(doc, 0, first - 1).length;
    const start = doc.resolve(0).posAtIndex(first, 0);
    const end = doc.resolve(0).posAtIndex(last + 1, 0);
    tr.replaceWith(start, end, build(schema, changed));
    selectLines(tr, findPlace(lines, anchor), findPlace(lines, head), before);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** Enter in an empty entry, quote or code's empty last line: out of it. */
export const leaveBlock: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const { name } = $from.parent.type;
  if (!empty || $from.parent.content.size > 0) return false;
  if (name === 'item') return toggleBlock($from.node(-1).type.name as BlockKind)(state, dispatch);
  if (name === 'quote' || name === 'codeBlock') return toggleBlock(name)(state, dispatch);
  return false;
};

/** Backspace at the beginning of anything but a paragraph makes it one. */
export const flattenBlock: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.type.name === 'paragraph') return false;
  const kind =
    $from.parent.type.name === 'item' ? $from.node(-1).type.name : $from.parent.type.name;
  return toggleBlock(kind as BlockKind)(state, dispatch);
};

/** Enter at the end of code whose last line is empty: on below it. */
export const leaveCode: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const { parent } = $from;
  const isAtEnd =
    empty && parent.type.name === 'codeBlock' && $from.parentOffset === parent.content.size;
  if (!isAtEnd || !parent.textContent.endsWith('\n')) return false;
  if (!dispatch) return true;
  const { tr, schema } = state;
  const after = $from.after();
  tr.insert(after, schema.node('paragraph'));
  tr.setSelection(TextSelection.create(tr.doc, after + 1));
  tr.delete($from.pos - 1, $from.pos);
  dispatch(tr.scrollIntoView());
  return true;
};

/** Enter in a quote goes on in a paragraph, as its end is what one wants. */
export const splitQuote: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type.name !== 'quote') return false;
  if ($from.parentOffset < $from.parent.content.size) return false;
  if (!dispatch) return true;
  const { tr, schema } = state;
  const after = $from.after();
  tr.insert(after, schema.node('paragraph'));
  dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  return true;
};

/** Which kind of block the selection begins in. */
export function kindAt({ doc, selection }: EditorState): BlockKind {
  const block = doc.maybeChild(selection.$from.index(0));
  return (block?.type.name ?? 'paragraph') as BlockKind;
}
