import { describe, expect, it } from 'vitest';
import { expectDraft, fileInPieces, itemsOf, reported } from '../formats.fixture.ts';
import { board, card, first, read } from './board.fixture.ts';
import { readTrello } from './read.ts';

describe('SPEC B6: what hangs on a card, and what stays behind', () => {
  it('keeps every attachment of a card as a link, and refuses addresses that are none', async () => {
    const { draft, item } = await first({
      attachments: [
        { name: 'a', url: 'https://example.com/a', isUpload: true },
        { name: 'b', url: 'https://example.com/b' },
        { name: 'evil', url: 'javascript:alert(1)' },
      ],
    });
    expect(item?.attachments).toEqual([
      { name: 'a', url: 'https://example.com/a' },
      { name: 'b', url: 'https://example.com/b' },
    ]);
    expect(reported(draft.problems, 'attachment.noLink')).toBe(1);
    expect(reported(draft.problems, 'attachments.uploads')).toBe(1);
  });

  it('cuts long names, and keeps all of them: emoji whole, line breaks, right-to-left text', async () => {
    const name = `שלום!\n${'😀'.repeat(8_000)}`;
    const { draft, item } = await first({ name, desc: 'Text' });
    // The 999th character would be half an emoji.
    expect(item?.title).toHaveLength(999);
    expect(item?.title.isWellFormed()).toBe(true);
    expect(item?.title.startsWith('שלום!\n😀')).toBe(true);
    expect(item?.description).toBe(`${name}\n\nText`);
    expect(reported(draft.problems, 'card.titleCut')).toBe(1);

    const long = 'List '.repeat(60).trim();
    const lists = await read({
      lists: [
        { id: 'l1', name: long },
        { id: 'l2', name: 'two\nlines' },
      ],
    });
    expect(lists.groups[0]?.name).toHaveLength(120);
    expect(lists.groups[1]?.name).toBe('two lines');
    expect(lists.problems.find(({ code }) => code === 'list.nameCut')).toMatchObject({
      objectKey: 'l1',
      original: long,
    });
    expect(reported(lists.problems, 'list.nameOnOneLine')).toBe(1);
  });

  it('drops what Postgres cannot store', async () => {
    const { item } = await first({ name: 'a\u0000b\ud800c', desc: 'x\u0000y' });
    expect(item?.title).toBe('ab\ufffdc');
    expect(item?.description).toBe('xy');
  });

  it('counts what a board does not have, one problem a kind', async () => {
    const { draft } = await first({
      idMembersVoted: ['m1', 'm2'],
      stickers: [{}],
      cover: { color: 'red' },
      dueReminder: 60,
      subscribed: true,
      pluginData: [{}],
      due: 'tomorrow',
      idMembers: ['m1', 'm7'],
    });
    const count = (code: string) => reported(draft.problems, code);
    expect(
      ['votes', 'stickers', 'covers', 'reminders', 'watching', 'cardPowerUpData'].map(count),
    ).toEqual([2, 1, 1, 1, 1, 1]);
    expect(count('due.noDate')).toBe(1);
    expect(count('card.memberMissing')).toBe(1);
  });

  it('takes a card that stands twice once', async () => {
    const draft = await read({ cards: [card({ name: 'one' }), card({ name: 'two' })] });
    expect((await itemsOf(draft)).map(({ title }) => title)).toEqual(['one']);
    expect(reported(draft.problems, 'card.repeated')).toBe(1);
  });

  it('survives parts of a wrong type', async () => {
    const draft = await read({
      lists: [null, 7, { id: 'l1', name: { a: 1 } }],
      cards: [
        null,
        'x',
        card({
          labels: 'no',
          idMembers: {},
          customFieldItems: [null],
          attachments: [3],
          badges: 1,
        }),
      ],
      checklists: [null, { idCard: 'c1', checkItems: [null] }],
      members: [null, 5],
      actions: [null, { type: 'commentCard' }],
      customFields: [null],
      labels: [null],
    });
    expect(await itemsOf(draft)).toHaveLength(1);
  });

  it('reads bytes in any pieces', async () => {
    const bytes = Buffer.from(JSON.stringify(board({ cards: [card({ name: 'Ünïcode 😀' })] })));
    for (const size of [1, 3, 7]) {
      const draft = expectDraft(await readTrello(fileInPieces(bytes, size)));
      expect((await itemsOf(draft))[0]?.title).toBe('Ünïcode 😀');
    }
  });
});
