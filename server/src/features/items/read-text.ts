import type { RichText } from '@boardwire/contract/rich-text';
import type { Transaction } from '../../platform/database/database.ts';
import { openDocument } from './domain/long-text/edits.ts';
import { readDocument } from './domain/long-text/read-document.ts';
import { findText, readText } from './store/long-texts.ts';

/** A long text as it stands now, for other features; null when there is none. */
export async function readLongText(
  tx: Transaction,
  { itemId, field }: { itemId: string; field: string },
): Promise<RichText | null> {
  const place = await findText(tx, { itemId, field, isShown: false });
  if (place === null) return null;
  const { parts } = await readText(tx, { ...place, itemId, field });
  const read = readDocument(openDocument(parts));
  return read.ok ? read.document : null;
}
