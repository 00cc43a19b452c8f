import type { NoticeValues } from '@boardwire/contract/notices';
import { fillText } from '../../platform/mail/line.ts';
import type { Described } from './described.ts';
import type { Scene } from './scene.ts';
import type { NoticeText } from './words/words.ts';

/** A reminder of one item, or of several of a board. */
export function describeDue(
  { board, items, count }: NoticeValues['dueSoon'],
  { words, format, links }: Scene,
  [one, many]: readonly [NoticeText, NoticeText],
): Described {
  const [first] = items;
  const isOne = count === 1 && first !== undefined;
  return {
    text: isOne ? one : many,
    names: { board: board.name, item: first?.title || words.untitled },
    values: {
      count: String(count),
      date: first === undefined ? '' : format.day(first.dueOn),
    },
    facts: [],
    quotes: [],
    link: isOne ? links.item(first.id) : links.board(board.id),
    entries: isOne
      ? []
      : items.map(({ id, title, dueOn, dueAt }) => ({
          title: title || words.untitled,
          link: links.item(id),
          line: fillText(dueAt === null ? words.dueOn : words.dueAt, {
            date: format.day(dueOn),
            time: dueAt ?? '',
          }),
        })),
    rest: isOne ? 0 : count - items.length,
    body: [],
    tag: isOne ? first.id : board.id,
  };
}
