import { describe, expect, it } from 'vitest';
import type { NoticeValues } from '@boardwire/contract/notices';
import { mergeSaid, takeCommentBack } from './merge.ts';

const ada = { id: 'a', name: 'Ada' };
const bo = { id: 'b', name: 'Bo' };
const board = { id: 'board', name: 'Launch' };
const one = { id: '1', title: 'One' };

function said(commentId: string, by = ada): NoticeValues['commented'] {
  const excerpt = { by, text: `text of ${commentId}`, commentId, columnName: null };
  return { item: one, board, by: [by], excerpts: [excerpt], count: 1 };
}

describe('delivery: ten edits make one notice', () => {
  it('comments stand the last first, each once, and can be taken back', () => {
    const both = mergeSaid(said('c1'), said('c2', bo));
    expect(both.excerpts.map(({ commentId }) => commentId)).toEqual(['c2', 'c1']);
    expect(mergeSaid(both, said('c1'))).toMatchObject({ count: 2 });
    expect(takeCommentBack(both, 'c2')).toMatchObject({ count: 1, by: [ada] });
    expect(takeCommentBack(said('c1'), 'c1')).toBeNull();
  });
});
