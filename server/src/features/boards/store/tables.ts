import type { BoardTables } from '../../../platform/board/board-unit.ts';

const moment = 'timestamptz';

/** How columns, groups and views are kept (0010-boards.sql). */
export const boardTables: Pick<BoardTables, 'columns' | 'groups' | 'views'> = {
  columns: {
    table: 'board_columns',
    columns: {
      id: ['id', 'uuid'],
      type: ['type', 'text'],
      name: ['name', 'text'],
      settings: ['settings', 'jsonb'],
      pos: ['pos', 'text'],
      isHidden: ['is_hidden', 'boolean'],
      createdAt: ['created_at', moment],
      deletedAt: ['deleted_at', moment],
    },
  },
  groups: {
    table: 'board_groups',
    columns: {
      id: ['id', 'uuid'],
      name: ['name', 'text'],
      color: ['color', 'text'],
      pos: ['pos', 'text'],
      createdAt: ['created_at', moment],
      archivedAt: ['archived_at', moment],
      deletedAt: ['deleted_at', moment],
    },
  },
  views: {
    table: 'board_views',
    columns: {
      id: ['id', 'uuid'],
      name: ['name', 'text'],
      kind: ['kind', 'text'],
      settings: ['settings', 'jsonb'],
      ownerId: ['owner_id', 'uuid'],
      pos: ['pos', 'text'],
    },
  },
};
