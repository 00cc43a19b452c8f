import type { RichText } from '@boardwire/contract/rich-text';
import { longRichText } from '@boardwire/contract/rich-text';
import { textLimits } from '@boardwire/contract/texts';
import type { BoardContext } from '../../../platform/board/board-operation.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { encodeDocument, openDocument } from '../domain/long-text/edits.ts';
import { readDocument } from '../domain/long-text/read-document.ts';
import { summarize, toPlainText } from '../domain/long-text/summary.ts';
import { writeDocument } from '../domain/long-text/write-document.ts';
import { listTexts, putTextStates, type TextKey } from '../store/long-texts.ts';
import { writeLongText } from './texts.ts';

/** A long text that an item is made with: what its row tells, and the document to store. */
interface NewLongText {
  /** As it will be read again. */
  text: string;
  summary: { preview: string; length: number };
  state: Uint8Array;
}

/** Characters that a text has no place for; its lines are paragraphs, its tabs stay. */
const CONTROL = /[^\P{Cc}\n\t]/gu;
const NOTHING: RichText = { blocks: [] };

/** A plain text as a tree, each line a paragraph. */
function toTree(text: string): RichText {
  const lines = clean(text).split('\n');
  return {
    blocks: lines.map((line) => ({
      kind: 'paragraph',
      inlines: line === '' ? [] : [{ kind: 'text', text: line }],
    })),
  };
}

function clean(text: string): string {
  return text.replaceAll(CONTROL, '').toWellFormed();
}

/** A plain text as a long text; `empty` when it shows nothing, `tooLong` beyond the limits of one (live L21). */
function toLongText(text: string): NewLongText | 'empty' | 'tooLong' {
  const document = toTree(text);
  const summary = summarize(document);
  if (summary === null) return 'empty';
  if (!longRichText.safeParse(document).success) return 'tooLong';
  const doc = openDocument([]);
  writeDocument(doc, NOTHING, document);
  const state = encodeDocument(doc);
  return state.byteLength > textLimits.maxBytes ? 'tooLong' : { text: clean(text), summary, state };
}

/** The document of a text that is new. */
type NewTextRow = TextKey & Pick<NewLongText, 'state'>;

/** Stores the texts of items that are made in the same transaction. */
async function saveLongTexts(tx: Transaction, texts: readonly NewTextRow[]): Promise<void> {
  if (texts.length > 0) await putTextStates(tx, texts);
}

/** The long texts of items without formats, by item and field. */
async function readPlainTexts(
  tx: Transaction,
  boardId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { itemId, field, parts } of await listTexts(tx, boardId, itemIds)) {
    const read = readDocument(openDocument(parts));
    if (read.ok) texts.set(textName(itemId, field), toPlainText(read.document));
  }
  return texts;
}

/** How `readPlainTexts` names a text. */
function textName(itemId: string, field: string): string {
  return `${itemId} ${field}`;
}

/** Gives the text of an item that is there another content. */
async function writePlainText(
  context: BoardContext,
  key: Pick<TextKey, 'itemId' | 'field'>,
  text: string,
): Promise<void> {
  await writeLongText(context, key, text === '' ? NOTHING : toTree(text));
}

/** Long texts for features that have plain ones, such as imports. */
export const longTexts = {
  make: toLongText,
  save: saveLongTexts,
  readPlain: readPlainTexts,
  nameOf: textName,
  writePlain: writePlainText,
} as const;
