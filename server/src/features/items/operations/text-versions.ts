import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as contract from '@boardwire/contract/texts';
import { implement, type Operation } from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { applyEdit, openDocument } from '../domain/long-text/edits.ts';
import { readDocument } from '../domain/long-text/read-document.ts';
import { findText, listTextEdits, measureTextEdits, readText } from '../store/long-texts.ts';

type Edits = Awaited<ReturnType<typeof listTextEdits>>;

/** What one answer goes through at most, some hundred milliseconds of work: edits, and their characters as base64. */
const MAX_EDITS = 10_000;
const MAX_LENGTH = 8 * 1_048_576;
/** Some milliseconds of work, after which others of this process get their turn. */
const EDITS_A_TURN = 200;

/** Goes through edits from the beginning; false where one of them is missing or builds on what is not there. */
async function apply(doc: ReturnType<typeof openDocument>, edits: Edits): Promise<boolean> {
  for (const [index, { update }] of edits.entries()) {
    if (index % EDITS_A_TURN === EDITS_A_TURN - 1) await nextTurn();
    if (update === null || !applyEdit(doc, Buffer.from(update, 'base64')).ok) return false;
  }
  return true;
}

/** The document after the edit at `last`, if all edits together make what is `standing`; null if they do not. */
async function replay(edits: Edits, last: number, standing: ReturnType<typeof readDocument>) {
  const doc = openDocument([]);
  if (!(await apply(doc, edits.slice(0, last + 1)))) return null;
  const then = readDocument(doc);
  if (!(await apply(doc, edits.slice(last + 1)))) return null;
  // A text that was copied, moved or imported began with more than the log tells.
  return then.ok && isDeepStrictEqual(readDocument(doc), standing) ? then.document : null;
}

const getVersion = implement(contract.getVersion, {
  async handle({ version, ...key }, { tx }) {
    const place = await findText(tx, key);
    if (place === null) throw notFound('This long text');
    const text = { ...key, boardId: place.boardId };
    const { count, length } = await measureTextEdits(tx, text);
    if (count > MAX_EDITS || length > MAX_LENGTH)
      throw conflict('too_many_edits', 'This text was edited too often to show it as it was');
    const edits = await listTextEdits(tx, text);
    const last = edits.findIndex(({ seq }) => seq === version);
    if (last < 0) throw notFound('This version');
    const standing = readDocument(openDocument((await readText(tx, text)).parts));
    const document = await replay(edits, last, standing);
    if (document === null)
      throw conflict('not_kept', 'The edits before it are not kept any more: it cannot be shown');
    return { version, document };
  },
});

/** Long texts as they were. */
export const textVersionReads: readonly Operation[] = [getVersion];
