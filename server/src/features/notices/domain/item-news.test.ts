import { describe, expect, it } from 'vitest';
import { noticeLimits } from '@boardwire/contract/notices';
import {
  mergeNews,
  toValues,
  type ItemNews,
  type ItemNotice,
  type ToldDeeds,
  type ToldItem,
} from './item-news.ts';

const merge = (type: ItemNotice, open: ItemNews | null, added: ItemNews) =>
  mergeNews(type, { open, added }, noticeLimits);
const say = (type: ItemNotice, told: ToldDeeds) => toValues(type, told, noticeLimits);
const board = { id: 'board', name: 'Launch' };
const by = [{ id: 'a', name: 'Ada' }];

function moved(from: string, to: string, columnId = 's'): ItemNews {
  const columnName = columnId === 's' ? 'Status' : 'Stage';
  return { columnNames: [columnName], changes: [{ columnId, columnName, from, to }] };
}
function item(id: string, news: ItemNews = moved('To do', 'Done')): ToldItem {
  return { id, title: `Item ${id}`, news };
}

describe('delivery: ten edits make one notice', () => {
  it('a status is told from what it was at first to what it is now', () => {
    const twice = merge('statusChanged', moved('To do', 'Doing'), moved('Doing', 'Done'));
    expect(twice?.changes).toEqual([expect.objectContaining({ from: 'To do', to: 'Done' })]);
    const two = merge('statusChanged', moved('To do', 'Doing'), moved('a', 'b', 't'));
    expect(two?.columnNames).toEqual(['Status', 'Stage']);
  });

  it('a status that comes back to what it was says nothing', () => {
    expect(merge('statusChanged', moved('To do', 'Doing'), moved('Doing', 'To do'))).toBeNull();
    expect(merge('statusChanged', null, moved('To do', 'To do'))).toBeNull();
  });

  it('an assignment by a second column is the same one', () => {
    const [owner, reviewer] = ['Owner', 'Reviewer'].map((name) => ({
      columnNames: [name],
      changes: [],
    }));
    const both = merge('assigned', owner ?? null, reviewer as ItemNews);
    expect(both?.columnNames).toEqual(['Owner', 'Reviewer']);
  });

  it('one item says what became of it; of many only the columns and the number are said', () => {
    const told = { board, by, items: [item('1')], count: 1, columnNames: ['Status', 'Gone'] };
    expect(say('statusChanged', told)).toMatchObject({
      item: { id: '1' },
      columnNames: ['Status'],
      changes: [{ to: 'Done' }],
    });
    const items = Array.from({ length: 12 }, (_, index) => item(String(index)));
    const many = say('statusChanged', { ...told, items, count: 1_240 });
    expect(many).toMatchObject({ count: 1_240, columnNames: ['Status', 'Gone'], changes: [] });
    expect(many?.items).toHaveLength(10);
    expect(say('assigned', { ...told, items: [], count: 0 })).toBeNull();
  });
});
