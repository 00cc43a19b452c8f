import type { RichText } from '@boardwire/contract/rich-text';
import type { Transaction } from '../../platform/database/database.ts';
import { describeItem, itemKey, tellAll, type Deed } from './deed.ts';
import { mergeSaid } from './merge.ts';
import { excerptNaming, mentionsIn } from './excerpts.ts';
import {
  addFollowers,
  keepMembers,
  listColumns,
  noteTextMentions,
  readNames,
} from './store/boards.ts';

/** Reads a long text as it stands now; null when there is none. */
export type ReadLongText = (
  tx: Transaction,
  key: { itemId: string; field: string },
) => Promise<RichText | null>;

/** The name of a mention's node, as it stands in an update that adds one. */
const MENTION = 'mention';

/** Whether an edit of a long text may name somebody; a large one is not sent along, and has to be looked at. */
export function mayMention(update: string | null): boolean {
  return update === null || Buffer.from(update, 'base64').includes(MENTION);
}

/** Tells those whom a long text names since it was edited, each once for as long as they stand in it. */
export async function reactToText(
  deed: Deed,
  { itemId, field, readText }: { itemId: string; field: string; readText: ReadLongText },
): Promise<void> {
  const { tx, board, by } = deed;
  const item = await describeItem(deed, itemId);
  const document = item === null ? null : await readText(tx, { itemId, field });
  if (item === null || document === null) return;
  const all = mentionsIn(document);
  const members = await keepMembers(tx, board.organizationId, all);
  const added = await noteTextMentions(tx, board, { itemId, field, userIds: members });
  if (added.length === 0) return;
  await addFollowers(tx, board, { itemIds: [itemId], userIds: added });
  const [column] = await listColumns(tx, board, [field]);
  const names = await readNames(tx, all);
  for (const userId of added) {
    const text = excerptNaming(document, userId, names);
    const excerpt = { by, text, commentId: null, columnName: column?.name ?? null };
    await tellAll<'mentioned'>(deed, [userId], {
      type: 'mentioned',
      itemId,
      keys: [itemKey(deed, 'mentioned', itemId)],
      values: { ...item, excerpts: [excerpt], count: 1 },
      merge: mergeSaid,
    });
  }
}
