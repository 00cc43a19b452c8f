import { z } from 'zod';
import * as contract from '@boardwire/contract/comments';
import type { RichText } from '@boardwire/contract/rich-text';
import { createId } from '../../kernel/ids.ts';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../platform/board/board-operation.ts';
import { decodeCursor, toPage } from '../../platform/cursor.ts';
import { implement, requireUserId, type Operation } from '../../platform/operation.ts';
import { conflict, forbidden, invalid } from '../../platform/refusal.ts';
import { requireEditable } from '../boards/index.ts';
import { isEmpty, mentionsOf } from './domain.ts';
import { findReaders, listComments } from './store/comments.ts';

/** Different emoji under one comment. */
const MAX_REACTIONS = 50;

const create = implementOnBoard(contract.create, {
  itemIds: ({ itemId }) => [itemId],
  async handle({ itemId, id, body }, context) {
    requireEditable(context);
    const { unit, actor, now } = context;
    const item = await unit.require('items', itemId);
    if (item.deletedAt !== null)
      throw conflict('gone', 'The item is in the trash: restore it first');
    if (id !== undefined) await unit.load('comments', [id]);
    if (id !== undefined && unit.state.comments.has(id)) {
      throw conflict('id_taken', 'A comment with this id is there already');
    }
    const mentions = await checkBody(context, body);
    const comment: contract.Comment = {
      id: id ?? createId(),
      itemId,
      body,
      authorId: requireUserId(actor),
      authorName: null,
      createdAt: now.toISOString(),
      editedAt: null,
      deletedAt: null,
      reactions: {},
    };
    context.emit(contract.commentCreated, { comment, mentions });
    return comment;
  },
});

const update = implementOnBoard(contract.update, {
  async handle({ commentId, body }, context) {
    requireEditable(context);
    const before = await requireAlive(context, commentId);
    if (before.authorId !== requireUserId(context.actor)) {
      throw forbidden('Only its author changes a comment', 'not_the_author');
    }
    const mentions = await checkBody(context, body);
    const { itemId, body: from } = before;
    context.emit(contract.commentEdited, { commentId, itemId, from, to: body, mentions });
    return context.unit.state.comments.get(commentId) ?? before;
  },
});

const remove = implementOnBoard(contract.remove, {
  async handle({ commentId }, context) {
    requireEditable(context);
    const before = await requireAlive(context, commentId);
    const isOwn = before.authorId === requireUserId(context.actor);
    if (!isOwn && !context.permissions?.has('board:administer')) {
      throw forbidden(
        'Only its author or who administers the board deletes a comment',
        'not_the_author',
      );
    }
    context.emit(contract.commentDeleted, { commentId, itemId: before.itemId });
    return context.unit.state.comments.get(commentId) ?? before;
  },
});

const restore = implementOnBoard(contract.restore, {
  async handle({ commentId, body }, context) {
    requireEditable(context);
    const before = await context.unit.require('comments', commentId);
    if (before.deletedAt === null) throw conflict('not_deleted', 'The comment is there');
    if (before.authorId !== requireUserId(context.actor)) {
      throw forbidden('Only its author brings a comment back', 'not_the_author');
    }
    const item = await context.unit.require('items', before.itemId);
    if (item.deletedAt !== null)
      throw conflict('gone', 'The item is in the trash: restore it first');
    const mentions = await checkBody(context, body);
    const { itemId } = before;
    context.emit(contract.commentRestored, { commentId, itemId, body, mentions });
    return context.unit.state.comments.get(commentId) ?? before;
  },
});

const react = implementOnBoard(contract.react, {
  async handle({ commentId, emoji, isOn }, context) {
    requireEditable(context);
    const before = await requireAlive(context, commentId);
    const userId = requireUserId(context.actor);
    const others = before.reactions[emoji] ?? [];
    if (others.includes(userId) === isOn) return before;
    if (isOn && others.length === 0 && Object.keys(before.reactions).length >= MAX_REACTIONS) {
      throw conflict(
        'too_many_reactions',
        `A comment has ${MAX_REACTIONS} different reactions at most`,
      );
    }
    context.emit(contract.commentReacted, {
      commentId,
      itemId: before.itemId,
      userId,
      emoji,
      isOn,
    });
    return context.unit.state.comments.get(commentId) ?? before;
  },
});

const PLACE = z.tuple([z.iso.datetime(), z.uuid()]);

const list = implement(contract.list, {
  async handle({ itemId, cursor, limit }, { tx }) {
    const after = decodeCursor(cursor, PLACE);
    const rows = await listComments(tx, { itemId, after, limit: limit + 1 });
    return toPage(rows, limit, ({ createdAt, id }) => [createdAt, id]);
  },
});

/** Writing, changing, deleting and reacting to comments. */
export const commentOperations: readonly BoardOperation[] = [
  create,
  update,
  remove,
  restore,
  react,
];

/** Reading comments. */
export const commentReads: readonly Operation[] = [list];

async function requireAlive(context: BoardContext, commentId: string): Promise<contract.Comment> {
  const comment = await context.unit.require('comments', commentId);
  if (comment.deletedAt !== null) throw conflict('gone', 'This comment was deleted meanwhile');
  // Its item counts comments.
  await context.unit.load('items', [comment.itemId]);
  return comment;
}

/** The people whom a text mentions. Throws VALIDATION_ERROR for an empty text or somebody who cannot see the board. */
async function checkBody({ tx, unit }: BoardContext, body: RichText): Promise<string[]> {
  if (isEmpty(body)) throw invalid({ path: 'body', message: 'Write something' });
  const mentions = mentionsOf(body);
  if (mentions.length === 0) return [];
  const { organizationId, boardId, state } = unit;
  const isPrivate = state.board.visibility === 'private';
  const readers = await findReaders(tx, { organizationId, boardId, isPrivate }, mentions);
  const stranger = mentions.find((id) => !readers.has(id));
  if (stranger === undefined) return mentions;
  throw invalid({ path: 'body', message: 'It mentions somebody who cannot see this board' });
}
