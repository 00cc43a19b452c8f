import type { RichText } from '@boardwire/contract/rich-text';
import { longRichText } from '@boardwire/contract/rich-text';
import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/texts';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import { requireEditable } from '../../boards/index.ts';
import {
  applyEdit,
  collectChange,
  encodeDocument,
  openDocument,
} from '../domain/long-text/edits.ts';
import { readDocument } from '../domain/long-text/read-document.ts';
import { summarize } from '../domain/long-text/summary.ts';
import { writeDocument } from '../domain/long-text/write-document.ts';
import {
  addTextUpdate,
  findText,
  putTextState,
  readText,
  type TextKey,
} from '../store/long-texts.ts';
import { requireField } from './fields.ts';

const get = implement(contract.get, {
  async handle(key, { tx, actor }) {
    const isShown = actor.kind === 'shareLink';
    const { doc, ...place } = await openForReading(tx, { ...key, isShown });
    const read = readDocument(doc);
    if (!read.ok) throw new Error(`${key.itemId}, ${key.field}: ${read.message}`);
    return { ...place, document: read.document };
  },
});

const getState = implement(contract.getState, {
  async handle(key, { tx }) {
    const { doc, ...place } = await openForReading(tx, key);
    return { ...place, state: toBase64(encodeDocument(doc)) };
  },
});

const update = implementOnBoard(contract.update, {
  isSolo: true,
  itemIds: ({ itemId }) => [itemId],
  async handle({ update: bytes, ...key }, context) {
    const text = await openForWriting(context, key);
    const edit = applyEdit(text.doc, Buffer.from(bytes, 'base64'));
    if (!edit.ok) throw invalid({ path: 'update', message: edit.message });
    return store(context, text, edit.change, 'update');
  },
});

const replace = implementOnBoard(contract.replace, {
  isSolo: true,
  itemIds: ({ itemId }) => [itemId],
  handle: ({ document, ...key }, context) => writeLongText(context, key, document),
});

/** Reading long texts. */
export const textReads: readonly Operation[] = [get, getState];

/**
 * Editing long texts (live L21). Each runs alone in its transaction, since it writes tables besides the board's rows.
 * Undo does not reach here: an update is taken back where it was typed, by the editor's own undo, which leaves what
 * others typed; from outside, by `texts.replace` with what was read before. An edit of an item in the trash is refused,
 * and the editor that sent it still holds the text.
 */
export const textOperations: readonly BoardOperation[] = [update, replace];

/** Gives a text another content. Throws VALIDATION_ERROR beyond 1 MB, CONFLICT when somebody wrote after version `seen`. */
export async function writeLongText(
  context: BoardContext,
  { seen, ...key }: Pick<TextKey, 'itemId' | 'field'> & { seen?: number | undefined },
  document: RichText,
): Promise<OutputOf<typeof contract.replace>> {
  const text = await openForWriting(context, key);
  if (seen !== undefined && seen !== text.version) {
    throw conflict('text_moved', 'Somebody edited this text meanwhile: read it again');
  }
  const standing = check(text.doc, 'document');
  const change = collectChange(text.doc, () => writeDocument(text.doc, standing, document));
  return store(context, text, change, 'document');
}

async function openForReading(
  tx: OperationContext['tx'],
  { itemId, field, isShown }: Pick<TextKey, 'itemId' | 'field'> & { isShown?: boolean },
) {
  // The version first: edits that come between are in the text, and harmless when they are applied again.
  const place = await findText(tx, { itemId, field, isShown: isShown === true });
  if (place === null) throw notFound('This long text');
  const { parts } = await readText(tx, { ...place, itemId, field });
  return { ...place, doc: openDocument(parts) };
}

interface OpenText {
  key: TextKey;
  doc: ReturnType<typeof openDocument>;
  version: number;
  updateCount: number;
}

async function openForWriting(
  context: BoardContext,
  { itemId, field: fieldId }: Pick<TextKey, 'itemId' | 'field'>,
): Promise<OpenText> {
  requireEditable(context);
  const { unit, tx } = context;
  const item = await unit.require('items', itemId);
  // It stands in the path: an id of nothing here is not found, whoever asks (security S20).
  if (!unit.state.columns.has(fieldId)) throw notFound('This long text');
  const field = requireField(context, fieldId, 'field');
  if (field.type !== 'longText')
    throw invalid({ path: 'field', message: 'Not a long text column' });
  if (item.deletedAt !== null) {
    throw conflict('gone', 'Somebody deleted this item meanwhile: restore it first');
  }
  const { organizationId, boardId } = unit;
  const key = { organizationId, boardId, itemId, field: fieldId };
  const { parts, updateCount } = await readText(tx, key);
  return { key, doc: openDocument(parts), version: item.versions[fieldId] ?? 0, updateCount };
}

/** Checks what a text became, stores the change and tells of it. Nothing is written before everything is checked. */
async function store(
  context: BoardContext,
  { key, doc, version, updateCount }: OpenText,
  change: Uint8Array | null,
  path: string,
): Promise<OutputOf<typeof contract.update>> {
  const value = summarize(check(doc, path));
  if (change === null) return { version, value };
  const state = encodeDocument(doc);
  if (state.byteLength > contract.textLimits.maxBytes) {
    throw invalid({ path, message: 'The text would become larger than 1 MB: shorten it' });
  }
  const { itemId, field } = key;
  const isSmall = change.byteLength <= contract.textLimits.maxEventBytes;
  const sent = isSmall ? toBase64(change) : null;
  const seq = context.emit(contract.textUpdated, { itemId, field, update: sent, value });
  const isDue = updateCount + 1 >= contract.textLimits.compactAfter;
  if (isDue) await putTextState(context.tx, key, state);
  else await addTextUpdate(context.tx, key, { seq, update: change });
  return { version: seq, value };
}

/** The tree of a document. Throws VALIDATION_ERROR naming what does not belong into it (security S37). */
function check(doc: OpenText['doc'], path: string): RichText {
  const read = readDocument(doc);
  if (!read.ok) throw invalid({ path, message: read.message });
  const checked = longRichText.safeParse(read.document);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw invalid({
    path,
    message: place === '' ? `${issue?.message}` : `${place}: ${issue?.message}`,
  });
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
