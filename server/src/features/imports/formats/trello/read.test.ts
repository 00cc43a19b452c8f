import { describe, expect, it } from 'vitest';
import { itemsOf, reported } from '../formats.fixture.ts';
import { card, first, read } from './board.fixture.ts';

describe('SPEC B6: a board of Trello', () => {
  it('orders lists and cards by position, also fractional, equal and missing ones', async () => {
    const draft = await read({
      lists: [
        { id: 'l2', name: 'Same', pos: 16383.75 },
        { id: 'l1', name: 'Same', pos: 0.5, closed: true },
      ],
      cards: [
        card({ id: 'x', pos: 2.5 }),
        card({ id: 'y', pos: 2.5 }),
        card({ id: 'z', pos: undefined }),
        card({ id: 'w', pos: 2.25, closed: true }),
      ],
    });
    expect(draft.groups).toEqual([
      { key: 'l1', name: 'Same', isArchived: true },
      { key: 'l2', name: 'Same', isArchived: false },
    ]);
    const items = await itemsOf(draft);
    expect(items.map(({ key, isArchived }) => [key, isArchived])).toEqual([
      ['z', false],
      ['w', true],
      ['x', false],
      ['y', false],
    ]);
  });

  it('puts cards of a list that is not in the file into a group of their own, and says so', async () => {
    const { draft, item } = await first({ idList: 'gone' });
    expect(item?.groupKey).toBe('lost');
    expect(draft.groups.at(-1)).toMatchObject({ key: 'lost', name: 'Without a list' });
    expect(reported(draft.problems, 'card.listMissing')).toBe(1);
  });

  it('names unnamed labels by color, and takes labels of 2014 that only stand in cards', async () => {
    const now = await read({
      labels: [
        { id: 'a', name: '', color: 'green' },
        { id: 'b', name: '', color: 'green_dark' },
        { id: 'c', name: '', color: null },
        { id: 'd', name: 'Sky', color: 'sky' },
      ],
    });
    const options = now.columns.find(({ key }) => key === 'labels')?.options;
    expect(options?.map(({ name, color }) => [name, color])).toEqual([
      ['Green', 'green'],
      ['Dark green', 'green'],
      ['No color', 'gray'],
      ['Sky', 'teal'],
    ]);

    const old = await read({
      labels: undefined,
      labelNames: { red: 'Server', blue: 'Unused', green: '' },
      cards: [
        card({
          labels: [
            { color: 'red', name: 'Server' },
            { color: 'red', name: 'Renamed' },
          ],
        }),
      ],
    });
    const [item] = await itemsOf(old);
    expect(item?.values['labels']).toEqual(['red:Server', 'red:Renamed']);
    const names = old.columns.find(({ key }) => key === 'labels')?.options.map(({ name }) => name);
    expect(names).toEqual(['Server', 'Renamed', 'Unused']);
  });

  it('makes checklists sub-items that keep their checklist’s name, state, due date and person', async () => {
    const draft = await read({
      cards: [card({})],
      checklists: [
        {
          id: 'k1',
          idCard: 'c1',
          name: 'Before launch',
          pos: 1,
          checkItems: [
            { id: 'i2', name: 'Second', state: 'incomplete', pos: 2 },
            {
              id: 'i1',
              name: 'First',
              state: 'complete',
              pos: 1,
              due: '2026-03-01T09:30:00.000Z',
              idMember: 'm1',
            },
          ],
        },
        { id: 'k2', idCard: 'c1', name: 'Nothing', pos: 2, checkItems: [] },
        { id: 'k3', idCard: 'gone', name: 'Lost', checkItems: [{ id: 'i3', name: 'Lost' }] },
      ],
    });
    const [item] = await itemsOf(draft);
    expect(item?.subItems).toEqual([
      {
        key: 'i1',
        title: 'First',
        values: {
          checklist: 'Before launch',
          done: true,
          due: '2026-03-01T09:30:00Z',
          members: ['m1'],
        },
      },
      { key: 'i2', title: 'Second', values: { checklist: 'Before launch' } },
    ]);
    expect(reported(draft.problems, 'checklist.empty')).toBe(1);
    expect(reported(draft.problems, 'checkItems.cardMissing')).toBe(1);
  });

  it('takes comments and copied comments, oldest first, with people who have left', async () => {
    const comment = (id: string, type: string, date: string, parts: object = {}) => ({
      id,
      type,
      date,
      idMemberCreator: 'm1',
      data: { text: id, card: { id: 'c1' } },
      ...parts,
    });
    const draft = await read({
      cards: [card({ badges: { comments: 3 } })],
      actions: [
        comment('late', 'commentCard', '2026-03-02T00:00:00.000Z'),
        comment('early', 'copyCommentCard', '2026-03-01T00:00:00.000Z', {
          idMemberCreator: 'm9',
          memberCreator: { id: 'm9', fullName: 'Grace Hopper' },
        }),
        comment('other', 'commentCard', '2026-03-01T00:00:00.000Z', {
          data: { text: 'x', card: { id: 'gone' } },
        }),
        { id: 'n', type: 'updateCard', date: '2026-03-01T00:00:00.000Z', data: {} },
      ],
    });
    const [item] = await itemsOf(draft);
    expect(item?.comments).toEqual([
      {
        key: 'early',
        text: 'early',
        authorKey: 'm9',
        authorName: 'Grace Hopper',
        at: '2026-03-01T00:00:00Z',
      },
      {
        key: 'late',
        text: 'late',
        authorKey: 'm1',
        authorName: 'Ada Lovelace',
        at: '2026-03-02T00:00:00Z',
      },
    ]);
    expect(draft.people.map(({ key }) => key)).toEqual(['m1', 'm9']);
    expect(reported(draft.problems, 'comments.missing')).toBe(1);
    expect(reported(draft.problems, 'comments.cardMissing')).toBe(1);
    expect(reported(draft.problems, 'activity')).toBe(1);
    expect(
      draft.problems.find(({ code }) => code === 'comments.missingInAll')?.message,
    ).not.toContain('1,000');
  });

  it('makes custom fields columns of their type, and refuses values that are none', async () => {
    const field = (id: string, type: string, parts: object = {}) => ({
      id,
      name: id,
      type,
      pos: 1,
      ...parts,
    });
    const item = (idCustomField: string, value: object | null, idValue?: string) => ({
      idCustomField,
      value,
      idValue,
    });
    const draft = await read({
      customFields: [
        field('due', 'text', { name: 'Due' }),
        field('n', 'number'),
        field('d', 'date'),
        field('c', 'checkbox'),
        field('o', 'list', {
          options: [{ id: 'o1', value: { text: 'Up' }, color: 'red', pos: 1 }],
        }),
        field('u', 'hologram'),
      ],
      cards: [
        card({
          customFieldItems: [
            item('n', { number: '100.32' }),
            item('d', { date: '2021-01-07T10:00:00.000Z' }),
            item('c', { checked: 'true' }),
            item('o', null, 'o1'),
          ],
        }),
        card({
          id: 'c2',
          customFieldItems: [item('n', { number: 'ten' }), item('o', null, 'o9'), item('zz', {})],
        }),
      ],
    });
    const [good, bad] = await itemsOf(draft);
    expect(good?.values).toEqual({ n: 100.32, d: '2021-01-07T10:00:00Z', c: true, o: 'o1' });
    expect(bad?.values).toEqual({});
    expect(reported(draft.problems, 'customField.noValue')).toBe(2);
    expect(reported(draft.problems, 'customField.unknown')).toBe(1);
    expect(reported(draft.problems, 'customFields.unknownType')).toBe(1);
    // A field called as our own column gets a number.
    expect(draft.columns.filter(({ name }) => /^due/i.test(name)).map(({ name }) => name)).toEqual([
      'Due',
      'Due 2',
    ]);
  });
});
