import type { BoardEvent, BoardState } from '@boardwire/contract/board-state';
import type { Comment } from '@boardwire/contract/comments';
import type { Input } from '../operations.ts';
import type { BoardCall } from './board-operations.ts';
import type { PredictionInfo } from './prediction-info.ts';

/** Predicts a change of comments; undefined for calls of another kind. */
export function predictComment(
  state: BoardState,
  call: BoardCall,
  info: PredictionInfo,
): BoardEvent[] | undefined {
  switch (call.op) {
    case 'comments.create':
      return createComment(state, call.input, info);
    case 'comments.update':
      return editComment(state, call.input);
    case 'comments.delete': {
      const comment = findAlive(state, call.input.commentId);
      if (comment === undefined) return [];
      const { id: commentId, itemId } = comment;
      return [{ type: 'comment.deleted', data: { commentId, itemId } }];
    }
    case 'comments.restore':
      return restoreComment(state, call.input);
    case 'comments.react':
      return reactToComment(state, call.input, info);
    default:
      return undefined;
  }
}

function createComment(
  { items, comments }: BoardState,
  { id, itemId, body }: Input<'comments.create'>,
  { at, userId }: PredictionInfo,
): BoardEvent[] {
  if (id === undefined || comments.has(id) || !items.has(itemId)) return [];
  const comment: Comment = {
    id,
    itemId,
    body,
    authorId: userId,
    authorName: null,
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    reactions: {},
  };
  return [{ type: 'comment.created', data: { comment, mentions: [] } }];
}

function editComment(state: BoardState, input: Input<'comments.update'>): BoardEvent[] {
  const comment = findAlive(state, input.commentId);
  if (comment === undefined) return [];
  const { id: commentId, itemId, body: from } = comment;
  const to = input.body;
  return [{ type: 'comment.edited', data: { commentId, itemId, from, to, mentions: [] } }];
}

function restoreComment(
  { comments }: BoardState,
  { commentId, body }: Input<'comments.restore'>,
): BoardEvent[] {
  const comment = comments.get(commentId);
  if (comment === undefined || comment.deletedAt === null) return [];
  const { itemId } = comment;
  return [{ type: 'comment.restored', data: { commentId, itemId, body, mentions: [] } }];
}

function reactToComment(
  state: BoardState,
  { commentId, emoji, isOn = true }: Input<'comments.react'>,
  { userId }: PredictionInfo,
): BoardEvent[] {
  const comment = findAlive(state, commentId);
  if (comment === undefined || userId === null) return [];
  if ((comment.reactions[emoji] ?? []).includes(userId) === isOn) return [];
  const { itemId } = comment;
  return [{ type: 'comment.reacted', data: { commentId, itemId, userId, emoji, isOn } }];
}

function findAlive({ comments }: BoardState, commentId: string): Comment | undefined {
  const comment = comments.get(commentId);
  return comment?.deletedAt === null ? comment : undefined;
}
