import type { BoardState } from '@boardwire/contract/board-state';
import type { Column, Group, Item } from '@boardwire/contract/board-model';

/** Fields of the board in the model, one for each way of settling concurrent edits (live L21). */
export const fields = {
  status: 'field-status',
  tags: 'field-tags',
  counter: 'field-counter',
  number: 'field-number',
  critical: 'field-critical',
  text: 'field-text',
} as const;

export const BOARD = 'board-1';
export const groupIds = ['group-1', 'group-2'] as const;
export const statusIds = ['todo', 'doing', 'done'] as const;
export const tagIds = ['red', 'green', 'blue', 'black'] as const;

const AT = '2026-11-21T07:00:00.000Z';
const option = (id: string) => ({ id, name: id, color: 'gray' });

/** A board with two groups of two items. */
export function createBoard(): BoardState {
  return {
    board: {
      id: BOARD,
      organizationId: 'organization-1',
      workspaceId: 'workspace-1',
      name: 'Model',
      description: '',
      prefix: 'MOD',
      visibility: 'organization',
      createdBy: 'ada',
      createdAt: AT,
      archivedAt: null,
      deletedAt: null,
    },
    columns: byId([
      column(fields.status, 'status', { options: statusIds.map(option) }),
      column(fields.tags, 'tags', { options: tagIds.map(option) }),
      column(fields.counter, 'number', { isCounter: true }),
      column(fields.number, 'number', {}),
      column(fields.critical, 'number', { isCritical: true }),
      column(fields.text, 'text', {}),
    ]),
    groups: byId(groupIds.map((id, index) => group(id, `a${index}`))),
    items: byId(
      groupIds.flatMap((groupId, index) => [
        item(`item-${2 * index + 1}`, groupId, 'a0'),
        item(`item-${2 * index + 2}`, groupId, 'a1'),
      ]),
    ),
    views: new Map(),
    conflicts: new Map(),
    comments: new Map(),
  };
}

function column(id: string, type: Column['type'], settings: Column['settings']): Column {
  return {
    id,
    type,
    name: id,
    settings,
    pos: 'a0',
    isHidden: false,
    createdAt: AT,
    deletedAt: null,
  };
}

function group(id: string, pos: string): Group {
  return { id, name: id, color: 'gray', pos, createdAt: AT, archivedAt: null, deletedAt: null };
}

function item(id: string, groupId: string, pos: string): Item {
  return {
    id,
    number: Number(id.slice('item-'.length)),
    groupId,
    parentId: null,
    pos,
    values: { title: 'one two three' },
    versions: {},
    commentCount: 0,
    createdBy: 'ada',
    createdAt: AT,
    updatedBy: 'ada',
    updatedAt: AT,
    archivedAt: null,
    deletedAt: null,
  };
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
