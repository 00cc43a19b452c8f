import { describe, expect, it } from 'vitest';
import type { NoticeValues } from '@boardwire/contract/notices';
import { mergeAssigned, mergeSaid, mergeStatus, takeCommentBack, takeItemBack } from './merge.ts';

const ada = { id: 'a', name: 'Ada' };
const bo = { id: 'b', name: 'Bo' };
const board = { id: 'board', name: 'Launch' };
const one = { id: '1', title: 'One' };
const two = { id: '2', title: 'Two' };

function assigned(item: typeof one, columnName = 'Owner', by = ada): NoticeValues['assigned'] {
  return { item, board, by: [by], items: [item], count: 1, columnNames: [columnName] };
}
function status(from: string, to: string, item = one): NoticeValues['statusChanged'] {
  const changes = [{ columnId: 's', columnName: 'Status', from, to }];
  return { item, board, by: [ada], items: [item], count: 1, changes };
}
function said(commentId: string, by = ada): NoticeValues['commented'] {
  const excerpt = { by, text: `text of ${commentId}`, commentId, columnName: null };
  return { item: one, board, by: [by], excerpts: [excerpt], count: 1 };
}

describe('delivery: ten edits make one notice', () => {
  it('the same item counts once, another one is added, and who did it last comes first', () => {
    const both = mergeAssigned(assigned(one), assigned(one, 'Reviewer', bo));
    expect(both).toMatchObject({ count: 1, columnNames: ['Owner', 'Reviewer'], by: [bo, ada] });
    const many = mergeAssigned(both, assigned(two));
    expect(many).toMatchObject({ count: 2, items: [one, two], by: [ada, bo] });
  });

  it('a list of items is cut, and the count is of all', () => {
    let notice = assigned(one);
    for (let index = 2; index <= 30; index += 1)
      notice = mergeAssigned(notice, assigned({ id: String(index), title: 'x' }));
    expect(notice.count).toBe(30);
    expect(notice.items).toHaveLength(10);
  });

  it('a status that comes back to what it was says nothing', () => {
    const moved = mergeStatus(status('To do', 'Doing'), status('Doing', 'Done'));
    expect(moved?.changes).toEqual([expect.objectContaining({ from: 'To do', to: 'Done' })]);
    expect(mergeStatus(status('To do', 'Doing'), status('Doing', 'To do'))).toBeNull();
    expect(mergeStatus(status('a', 'b'), status('b', 'a', two))).toMatchObject({
      count: 2,
      changes: [],
    });
  });

  it('what is taken back leaves the rest, or nothing', () => {
    expect(takeItemBack(assigned(one), '1')).toBeNull();
    const many = mergeAssigned(assigned(one), assigned(two));
    expect(takeItemBack(many, '1')).toMatchObject({ item: two, items: [two], count: 1 });
    expect(takeItemBack(many, 'other')).toMatchObject({ count: 2 });
  });

  it('comments stand the last first, each once, and can be taken back', () => {
    const both = mergeSaid(said('c1'), said('c2', bo));
    expect(both.excerpts.map(({ commentId }) => commentId)).toEqual(['c2', 'c1']);
    expect(mergeSaid(both, said('c1'))).toMatchObject({ count: 2 });
    expect(takeCommentBack(both, 'c2')).toMatchObject({ count: 1, by: [ada] });
    expect(takeCommentBack(said('c1'), 'c1')).toBeNull();
  });
});
