import type { NoticeValues } from '@boardwire/contract/notices';
import type { MailEntry, MailGroup } from '../../platform/mail/mail-page.ts';
import type { RenderedMail } from '../../platform/mail/templates.ts';
import { toWebLink } from '../../platform/mail/plain-name.ts';
import type { Described } from './described.ts';
import { createFiller } from './fill.ts';
import type { NoticeLinks } from './links.ts';
import { footerLinks, say, sayName, sayRest, toMail, type MailFooter } from './write-mail.ts';
import type { Words } from './words/words.ts';

/** Lines of one mail: more would be cut off by programs that show 100 kB. */
export const DIGEST_LINES_MAX = 200;

/** One line of a digest: what it says, and the names of where it belongs. */
export interface DigestLine {
  described: Described;
  boardName: string | null;
  itemTitle: string | null;
}

/** Writes a mail with a line for each notice, by board and item; `count` is all of them. */
export function writeDigest(
  lines: readonly DigestLine[],
  {
    count,
    words,
    links,
    footer,
  }: {
    count: number;
    words: Words;
    links: NoticeLinks;
    footer: MailFooter;
  },
): RenderedMail {
  const boards = groupBy(lines, ({ boardName }) => boardName ?? '');
  const [onlyBoard] = boards.keys();
  const isOne = boards.size === 1 && onlyBoard !== undefined && onlyBoard !== '';
  const said = words.notices[isOne ? 'digest' : 'digestMany'];
  const filler = createFiller({ names: { board: onlyBoard ?? '' }, values: {} }, words);
  return toMail({
    language: words.language,
    subject: filler.short(said.title),
    heading: filler.line(said.title),
    before: [],
    facts: [],
    groups: [...boards].map(([boardName, own]) => ({
      heading: isOne ? null : boardName === '' ? say(words.elsewhere) : sayName(boardName, words),
      entries: toEntries(own, words),
    })),
    rest: sayRest(words, count - lines.length),
    button: { label: say(said.button), link: toWebLink(links.inbox()) },
    copyLink: null,
    second: null,
    after: [],
    reason: say(said.reason),
    footer: footerLinks(words, footer),
  });
}

/** Notices about one item stand below its name. */
function toEntries(lines: readonly DigestLine[], words: Words): MailGroup['entries'] {
  return [...groupBy(lines, ({ described }) => described.tag).values()].map((own): MailEntry => {
    const [first] = own;
    if (first === undefined) throw new Error('a group of nothing');
    const { described, itemTitle } = first;
    const filler = createFiller(described, words);
    const { title } = words.notices[described.text];
    // What is about no single item says what it is itself.
    if (itemTitle === null)
      return { title: filler.line(title), link: toWebLink(described.link), lines: [] };
    return {
      title: sayName(itemTitle || words.untitled, words),
      link: toWebLink(described.link),
      lines: own.map((line) =>
        createFiller(line.described, words).line(words.notices[line.described.text].line),
      ),
    };
  });
}

/** The board and item of a notice's values, where it has one. */
export function placeOf(values: Readonly<Record<string, unknown>>): {
  boardName: string | null;
  itemTitle: string | null;
} {
  const { board, item, count, items } = values as Partial<NoticeValues['assigned']>;
  const isMany = Array.isArray(items) && (count ?? 1) > 1;
  return {
    boardName: board?.name ?? null,
    itemTitle: item === undefined || isMany ? null : item.title,
  };
}

function groupBy<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
