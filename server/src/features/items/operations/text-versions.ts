import { isDeepStrictEqual } from 'node:util';
import * as contract from '@boardwire/contract/texts';
import { implement, type Operation } from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { applyEdit, openDocument } from '../domain/long-text/edits.ts';
import { readDocument } from '../domain/long-text/read-document.ts';
import { findText, listTextEdits, readText } from '../store/long-texts.ts';

type Edits = Awaited<ReturnType<typeof listTextEdits>>;

/** A document made of edits alone; null where one of them is missing or builds on what is not there. */
function replay(edits: Edits) {
  const doc = openDocument([]);
  for (const { update } of edits) {
    if (update === null || !applyEdit(doc, Buffer.from(update, 'base64')).ok) return null;
  }
  const read = readDocument(doc);
  return read.ok ? read.document : null;
}

const getVersion = implement(contract.getVersion, {
  async handle({ version, ...key }, { tx }) {
    const place = await findText(tx, key);
    if (place === null) throw notFound('This long text');
    const text = { ...key, boardId: place.boardId };
    const edits = await listTextEdits(tx, text);
    const last = edits.findIndex(({ seq }) => seq === version);
    if (last < 0) throw notFound('This version');
    const standing = readDocument(openDocument((await readText(tx, text)).parts));
    // A text that was copied, moved or imported began with more than the log tells.
    const isWhole = standing.ok && isDeepStrictEqual(replay(edits), standing.document);
    const document = isWhole ? replay(edits.slice(0, last + 1)) : null;
    if (document === null)
      throw conflict('not_kept', 'The edits before it are not kept any more: it cannot be shown');
    return { version, document };
  },
});

/** Long texts as they were. */
export const textVersionReads: readonly Operation[] = [getVersion];
