import type { Comment } from '@boardwire/contract/comments';
import type { NoticeType, NoticeValues } from '@boardwire/contract/notices';
import type { RichText } from '@boardwire/contract/rich-text';
import { describeItem, itemKey, tellAll, type Deed } from './deed.ts';
import { mergeSaid, rewordComment, takeCommentBack } from './merge.ts';
import { excerptOf, mentionsIn } from './excerpts.ts';
import { amendMessage, rewordMessage } from './fold.ts';
import { addFollowers, keepMembers, listFollowers, readNames } from './store/boards.ts';
import { lockUnsentOfComment } from './store/unsent.ts';

/** Something said in a comment, and whom it names that it did not name before. */
interface Said {
  commentId: string;
  itemId: string;
  body: RichText;
  mentions: readonly string[];
}

/** Tells those whom a new comment names, and those who follow the item. */
export async function reactToComment(
  deed: Deed,
  { comment, mentions }: { comment: Comment; mentions: readonly string[] },
): Promise<void> {
  const { id: commentId, itemId, body } = comment;
  const mentioned = await tellMentioned(deed, { commentId, itemId, body, mentions });
  const followers = await listFollowers(deed.tx, deed.board, itemId);
  const others = followers.filter((id) => !mentioned.includes(id));
  await tellSaid(deed, others, { commentId, itemId, body, type: 'commented' });
}

/** Tells those whom a comment names since it was changed; whoever was not told of it yet reads it as it is now. */
export async function reactToEdit(
  deed: Deed,
  edit: { commentId: string; itemId: string; from: RichText; to: RichText; mentions: string[] },
): Promise<void> {
  await rewordUnsent(deed, edit);
  const before = mentionsIn(edit.from);
  const mentions = edit.mentions.filter((id) => !before.includes(id));
  await tellMentioned(deed, { ...edit, body: edit.to, mentions });
}

/** An undone edit is one as well. */
async function rewordUnsent(
  { tx, parts, board }: Deed,
  { commentId, itemId, to }: { commentId: string; itemId: string; to: RichText },
): Promise<void> {
  const { organizationId, id: boardId } = board;
  const unsent = await lockUnsentOfComment(tx, { organizationId, boardId, itemId, commentId });
  if (unsent.length === 0) return;
  const text = excerptOf(to, await readNames(tx, mentionsIn(to)));
  for (const { messageId, payload } of unsent)
    await rewordMessage(tx, parts, messageId, rewordComment(toSaid(payload), { commentId, text }));
}

/** Nobody is told of a comment that is gone. */
export async function reactToRemoval(
  { tx, parts, board: { organizationId } }: Deed,
  { commentId, itemId }: { commentId: string; itemId: string },
): Promise<void> {
  const query = { organizationId, boardId: null, itemId, commentId };
  for (const open of await lockUnsentOfComment(tx, query))
    await amendMessage(tx, parts, open, takeCommentBack(toSaid(open.payload), commentId));
}

function toSaid(payload: Record<string, unknown>): NoticeValues['commented'] {
  return payload as unknown as NoticeValues['commented'];
}

async function tellMentioned(deed: Deed, said: Said): Promise<string[]> {
  const { tx, board, isRepeat } = deed;
  const mentioned = await keepMembers(tx, board.organizationId, said.mentions);
  if (mentioned.length === 0 || isRepeat) return mentioned;
  await addFollowers(tx, board, { itemIds: [said.itemId], userIds: mentioned });
  await tellSaid(deed, mentioned, { ...said, type: 'mentioned' });
  return mentioned;
}

async function tellSaid(
  deed: Deed,
  userIds: readonly string[],
  {
    commentId,
    itemId,
    body,
    type,
  }: Omit<Said, 'mentions'> & { type: Extract<NoticeType, 'mentioned' | 'commented'> },
): Promise<void> {
  const item = userIds.length === 0 ? null : await describeItem(deed, itemId);
  if (item === null) return;
  const names = await readNames(deed.tx, mentionsIn(body));
  const excerpt = { by: deed.by, text: excerptOf(body, names), commentId, columnName: null };
  await tellAll<typeof type>(deed, userIds, {
    type,
    itemId,
    keys: [itemKey(deed, type, itemId)],
    values: { ...item, excerpts: [excerpt], count: 1 },
    merge: mergeSaid,
  });
}
