import type { BoardTables } from '../../../platform/board/board-unit.ts';

const moment = 'timestamptz';

/** How items and waiting conflicts are kept (0010-boards.sql). */
export const itemTables: Pick<BoardTables, 'items' | 'conflicts'> = {
  items: {
    table: 'items',
    columns: {
      id: ['id', 'uuid'],
      number: ['number', 'integer'],
      groupId: ['group_id', 'uuid'],
      parentId: ['parent_id', 'uuid'],
      pos: ['pos', 'text'],
      values: ['field_values', 'jsonb'],
      versions: ['field_versions', 'jsonb'],
      commentCount: ['comment_count', 'integer'],
      createdBy: ['created_by', 'uuid'],
      createdAt: ['created_at', moment],
      updatedBy: ['updated_by', 'uuid'],
      updatedAt: ['updated_at', moment],
      archivedAt: ['archived_at', moment],
      deletedAt: ['deleted_at', moment],
    },
  },
  conflicts: {
    table: 'field_conflicts',
    columns: {
      id: ['id', 'uuid'],
      itemId: ['item_id', 'uuid'],
      field: ['field', 'text'],
      proposed: ['proposed', 'jsonb'],
      proposedBy: ['proposed_by', 'uuid'],
      standing: ['standing', 'jsonb'],
      standingBy: ['standing_by', 'uuid'],
      openedAt: ['opened_at', moment],
      closesAt: ['closes_at', moment],
    },
  },
};
