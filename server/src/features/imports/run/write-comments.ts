import * as contract from '@boardwire/contract/comments';
import type { RichText } from '@boardwire/contract/rich-text';
import { createId } from '../../../kernel/ids.ts';
import type { DraftComment } from '../formats/draft-item.ts';
import type { ImportedObject } from '../store/objects.ts';
import type { Converted } from './convert.ts';
import { toStoredKey, uniqueKey } from './keys.ts';
import type { RunScene } from './scene.ts';
import { textOf, toComments } from './texts.ts';
import type { ItemScene } from './item-scene.ts';

/** Who is named above a text that had no room in its column. */
const CONTINUED_BY = 'Import';

interface WantedComment {
  key: string;
  body: RichText;
  authorId: string | null;
  authorName: string;
  at: string;
}

/** Adds an item's comments, and its texts that are too long for their columns. */
export function writeComments(
  { scene, structure, known }: ItemScene,
  itemId: string,
  {
    draft,
    longTexts,
  }: { draft: { key: string; comments: DraftComment[] }; longTexts: Converted['longTexts'] },
): void {
  const now = scene.context.now.toISOString();
  const { people } = structure;
  const keys = new Set<string>();
  const put = (comment: WantedComment) => {
    const wanted = { ...comment, key: uniqueKey(comment.key, keys) };
    keys.add(wanted.key);
    const before = known.comments.get(toStoredKey(wanted.key));
    if (before === undefined) addComment(scene, itemId, wanted);
    else updateComment(scene, before, wanted);
  };
  for (const { key, text } of longTexts) {
    toComments(text).forEach((body, index) =>
      put({
        key: `${draft.key}#${key}:${index}`,
        body,
        authorId: null,
        authorName: CONTINUED_BY,
        at: now,
      }),
    );
  }
  for (const { key, text, authorKey, authorName, at } of draft.comments) {
    const author = people.ids.get(authorKey ?? '');
    // The name stays beside a member too: it says that the words came with a file.
    const authorId = author !== undefined && people.members.has(author) ? author : null;
    toComments(text).forEach((body, index) =>
      put({ key: `${draft.key}/${key}:${index}`, body, authorId, authorName, at: at ?? now }),
    );
  }
}

function addComment(
  { context, claimed, unsaved, created }: RunScene,
  itemId: string,
  { key, body, authorId, authorName, at }: WantedComment,
): void {
  const comment: contract.Comment = {
    id: createId(),
    itemId,
    body,
    authorId,
    authorName,
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    reactions: {},
  };
  context.emit(contract.commentCreated, { comment, mentions: [] });
  const object = { objectId: comment.id, importId: claimed.id, seen: null };
  unsaved.push({ kind: 'comment', key: toStoredKey(key), ...object });
  created.add('comments');
}

/** A comment that somebody edited or deleted here stays as it is. */
function updateComment(
  { context, updated, unchanged }: RunScene,
  { objectId }: ImportedObject,
  { body }: WantedComment,
): void {
  const comment = context.unit.state.comments.get(objectId);
  const isSame = comment === undefined || textOf(comment.body) === textOf(body);
  if (isSame || comment.deletedAt !== null || comment.editedAt !== null) {
    unchanged.add('comments');
    return;
  }
  const { id: commentId, itemId, body: from } = comment;
  context.emit(contract.commentEdited, { commentId, itemId, from, to: body, mentions: [] });
  updated.add('comments');
}
