import { z } from 'zod';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineBoardEvent, defineOperation } from './define.ts';
import { richText } from './rich-text.ts';

const write = {
  kind: 'permission',
  permission: 'comment:write',
  object: 'comment',
  id: 'commentId',
} as const;
const onItem = { object: 'item', id: 'itemId' } as const;

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Emoji that one can react with: one grapheme. */
const emoji = z
  .string()
  .min(1)
  .max(32)
  .refine(
    (text) => /^\p{Emoji}/u.test(text) && [...segments.segment(text)].length === 1,
    'One emoji',
  );

/** What somebody said about an item; a deleted one keeps its place and no text. */
export const comment = z
  .object({
    id,
    itemId: id,
    body: richText,
    authorId: id.nullable().meta({ description: 'null for one that came with an import' }),
    authorName: z.string().nullable().meta({ description: 'who wrote it elsewhere' }),
    createdAt: timestamp,
    editedAt: timestamp.nullable(),
    deletedAt: timestamp.nullable(),
    reactions: z
      .record(z.string(), z.array(id))
      .meta({ description: 'people by emoji, in the order they reacted' }),
  })
  .meta({ id: 'Comment' });

/** A comment of an item. */
export type Comment = z.output<typeof comment>;

export const create = defineOperation({
  name: 'comments.create',
  summary: 'Comment on an item; mentions name people who can see the board.',
  method: 'POST',
  path: '/items/:itemId/comments',
  access: { kind: 'permission', permission: 'comment:write', ...onItem },
  input: z.strictObject({ itemId: id, id: id.optional(), body: richText }),
  output: comment,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const list = defineOperation({
  name: 'comments.list',
  summary: 'Comments of an item, oldest first.',
  method: 'GET',
  path: '/items/:itemId/comments',
  access: { kind: 'permission', permission: 'board:read', ...onItem, shareLinks: false },
  input: z.strictObject({ itemId: id, ...pageInput }),
  output: pageOf(comment),
  paginated: true,
  hasTag: 'answer',
});

export const update = defineOperation({
  name: 'comments.update',
  summary: 'Change one’s own comment.',
  method: 'PATCH',
  path: '/comments/:commentId',
  access: write,
  input: z.strictObject({ commentId: id, body: richText }),
  output: comment,
  changesBoard: true,
});

export const remove = defineOperation({
  name: 'comments.delete',
  summary: 'Delete one’s own comment, or, who administers the board, anybody’s.',
  method: 'DELETE',
  path: '/comments/:commentId',
  access: write,
  input: z.strictObject({ commentId: id }),
  output: comment,
  changesBoard: true,
});

export const restore = defineOperation({
  name: 'comments.restore',
  summary: 'Take the deletion of one’s own comment back; its author brings the text.',
  method: 'POST',
  path: '/comments/:commentId/restore',
  access: write,
  input: z.strictObject({ commentId: id, body: richText }),
  output: comment,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const react = defineOperation({
  name: 'comments.react',
  summary: 'React to a comment with an emoji, or take the reaction back.',
  method: 'PUT',
  path: '/comments/:commentId/reaction',
  access: write,
  input: z.strictObject({ commentId: id, emoji, isOn: z.boolean().default(true) }),
  output: comment,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const commentCreated = defineBoardEvent(
  'comment.created',
  'Somebody commented on an item.',
  z.object({ comment, mentions: z.array(id).meta({ description: 'people whom it names' }) }),
);

export const commentEdited = defineBoardEvent(
  'comment.edited',
  'The author changed a comment.',
  z.object({ commentId: id, itemId: id, from: richText, to: richText, mentions: z.array(id) }),
);

export const commentDeleted = defineBoardEvent(
  'comment.deleted',
  'A comment is gone.',
  z.object({ commentId: id, itemId: id }),
);

export const commentRestored = defineBoardEvent(
  'comment.restored',
  'The author brought a deleted comment back.',
  z.object({ commentId: id, itemId: id, body: richText, mentions: z.array(id) }),
);

export const commentPurged = defineBoardEvent(
  'comment.purged',
  'A comment is gone for good: its days in the trash are over, or its import was undone.',
  z.object({ commentId: id, itemId: id, wasDeleted: z.boolean() }),
);

export const commentReacted = defineBoardEvent(
  'comment.reacted',
  'Somebody reacted to a comment, or took it back.',
  z.object({ commentId: id, itemId: id, userId: id, emoji: z.string(), isOn: z.boolean() }),
);
