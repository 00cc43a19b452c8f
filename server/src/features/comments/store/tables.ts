import type { BoardTables } from '../../../platform/board/board-unit.ts';

const moment = 'timestamptz';

/** How comments are kept (0010-boards.sql). */
export const commentTables: Pick<BoardTables, 'comments'> = {
  comments: {
    table: 'comments',
    columns: {
      id: ['id', 'uuid'],
      itemId: ['item_id', 'uuid'],
      body: ['body', 'jsonb'],
      authorId: ['author_id', 'uuid'],
      authorName: ['author_name', 'text'],
      createdAt: ['created_at', moment],
      editedAt: ['edited_at', moment],
      deletedAt: ['deleted_at', moment],
      reactions: ['reactions', 'jsonb'],
    },
  },
};
