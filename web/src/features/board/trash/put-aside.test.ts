import type { Column, Group, Item } from '@boardwire/contract/board-model';
import type { BoardState } from '@boardwire/contract/board-state';
import { describe, expect, it } from 'vitest';
import { listAside, searchAside } from './put-aside.ts';
import { daysLeft } from './time-left.ts';

const early = '2026-03-01T10:00:00.000Z';
const late = '2026-03-02T10:00:00.000Z';

function item(number: number, change: Partial<Item>): Item {
  return {
    id: `i${number}`,
    number,
    groupId: 'g1',
    parentId: null,
    pos: 'a',
    values: { title: `Item ${number}` },
    versions: {},
    commentCount: 0,
    createdBy: 'ada',
    createdAt: early,
    updatedBy: 'bob',
    updatedAt: early,
    archivedAt: null,
    deletedAt: null,
    ...change,
  };
}

function group(id: string, change: Partial<Group>): Group {
  const times = { createdAt: early, archivedAt: null, deletedAt: null };
  return { id, name: `Group ${id}`, color: 'gray', pos: 'a', ...times, ...change };
}

function column(id: string, change: Partial<Column>): Column {
  const look = { type: 'text', settings: {}, pos: 'a', isHidden: false } as const;
  return { id, name: `Column ${id}`, ...look, createdAt: early, deletedAt: null, ...change };
}

const byId = <Row extends { id: string }>(rows: Row[]) => new Map(rows.map((row) => [row.id, row]));

const state = {
  board: { prefix: 'OPS' },
  items: byId([
    item(1, {}),
    item(2, { deletedAt: late, updatedAt: late }),
    item(3, { deletedAt: early, archivedAt: early, updatedAt: late }),
    item(4, { archivedAt: early, groupId: 'g2', values: { title: 'Old plan', c1: 'x' } }),
    item(5, { parentId: 'i2', groupId: null }),
  ]),
  groups: byId([group('g1', {}), group('g2', { deletedAt: late })]),
  columns: byId([column('c1', { deletedAt: early }), column('c2', { isHidden: true })]),
} as unknown as BoardState;

describe('web W18: what is in the trash and in the archive', () => {
  it('lists deleted items, groups and columns, newest first', () => {
    const found = listAside(state, 'deleted');
    expect(found.map(({ id }) => id)).toEqual(['g2', 'i2', 'c1', 'i3']);
    expect(found.map(({ count }) => count)).toEqual([1, 1, 1, 0]);
  });

  it('keeps what is deleted out of the archive, whatever it was before', () => {
    expect(listAside(state, 'archived').map(({ id }) => id)).toEqual(['i4']);
    expect(listAside(state, 'hidden').map(({ id }) => id)).toEqual(['c2']);
  });

  it('names who did it only where the row tells', () => {
    const [, deleted, , changedSince] = listAside(state, 'deleted');
    expect(deleted?.by).toBe('bob');
    expect(changedSince?.by).toBeNull();
  });

  it('knows the way back of each', () => {
    expect(listAside(state, 'deleted').map(({ back }) => back.op)).toEqual([
      'groups.restore',
      'items.restore',
      'columns.restore',
      'items.restore',
    ]);
    expect(listAside(state, 'archived')[0]?.back.op).toBe('items.unarchive');
    expect(listAside(state, 'hidden')[0]?.back.input).toEqual({ columnId: 'c2', isHidden: false });
  });

  it('is searched by name and by key', () => {
    const all = [...listAside(state, 'deleted'), ...listAside(state, 'archived')];
    expect(searchAside(all, 'ops-2').map(({ id }) => id)).toEqual(['i2']);
    expect(searchAside(all, ' OLD ').map(({ id }) => id)).toEqual(['i4']);
    expect(searchAside(all, '')).toBe(all);
  });

  it('says how many days are left', () => {
    const at = (day: number) => Date.parse(early) + day * 86_400_000;
    expect(daysLeft(early, at(0))).toBe(30);
    expect(daysLeft(early, at(0.1))).toBe(30);
    expect(daysLeft(early, at(28.5))).toBe(2);
    expect(daysLeft(early, at(29.5))).toBe(0);
    expect(daysLeft(early, at(31))).toBe(0);
  });
});
