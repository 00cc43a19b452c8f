import * as Y from 'yjs';
import { ROOT } from './nodes.ts';

/** A change that a document took; null when it said the same before. */
export type EditResult = { ok: true; change: Uint8Array | null } | { ok: false; message: string };

/** A text's document from its stored state and the updates since; the order of updates does not matter. */
export function openDocument(parts: readonly Uint8Array[]): Y.Doc {
  // The name of its own that Yjs would make is asked of the system byte by byte, and is stored nowhere.
  const doc = new Y.Doc({ guid: '' });
  doc.getXmlFragment(ROOT);
  doc.transact(() => parts.forEach((part) => Y.applyUpdate(doc, part)));
  return doc;
}

/** A document as one update, without what was deleted. */
export function encodeDocument(doc: Y.Doc): Uint8Array {
  return Y.encodeStateAsUpdate(doc);
}

/**
 * Applies bytes of a client. After a refusal the document is to be thrown away: some of them may have been taken.
 * The change is what was new in them: sent again, they change nothing.
 */
export function applyEdit(doc: Y.Doc, bytes: Uint8Array): EditResult {
  const problem = { ok: false, message: 'These bytes are no Yjs update (v1)' } as const;
  try {
    // Reads piece by piece: counts that the bytes do not hold end here, before room is made for them.
    Y.decodeUpdate(bytes);
    const change = collectChange(doc, () => Y.applyUpdate(doc, bytes));
    if (isWaiting(doc)) {
      return { ok: false, message: 'It builds on changes that are not here: read the text anew' };
    }
    return { ok: true, change };
  } catch {
    return problem;
  }
}

/** What `edit` changes, as one update; null when it changes nothing. */
export function collectChange(doc: Y.Doc, edit: () => void): Uint8Array | null {
  const changes: Uint8Array[] = [];
  const collect = (change: Uint8Array) => void changes.push(change);
  // Formats that became superfluous are removed in a transaction of their own behind the first.
  doc.on('update', collect);
  try {
    edit();
  } finally {
    doc.off('update', collect);
  }
  return changes.length === 0 ? null : Y.mergeUpdates(changes);
}

function isWaiting({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null;
}
