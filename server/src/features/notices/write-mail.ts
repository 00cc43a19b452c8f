import { noticeLimits } from '@boardwire/contract/notices';
import { renderHtml } from '../../platform/mail/layout.ts';
import type { LabelledLink, MailPage } from '../../platform/mail/mail-page.ts';
import { renderText } from '../../platform/mail/layout-text.ts';
import { createLine, type Line } from '../../platform/mail/line.ts';
import { cleanText, toWebLink, unlink } from '../../platform/mail/plain-name.ts';
import type { RenderedMail } from '../../platform/mail/templates.ts';
import type { Described } from './described.ts';
import { createFiller, toQuote } from './fill.ts';
import type { Words } from './words/words.ts';

/** Where somebody chooses what they are told about; null where there is nothing to choose. */
export interface MailFooter {
  preferences: string | null;
  unsubscribe: string | null;
}

/** A paragraph of a program's own message. */
const PARAGRAPH_MAX_LENGTH = 5_000;
const VALUE_MAX_LENGTH = 200;

/** Writes one notice as a mail. */
export function writeMail(described: Described, words: Words, footer: MailFooter): RenderedMail {
  const said = words.notices[described.text];
  const filler = createFiller(described, words);
  const subject = filler.short(said.title);
  return toMail({
    language: words.language,
    subject,
    heading: filler.line(said.title),
    before: [...said.before.map(filler.line), ...described.body.map(toParagraph)],
    facts: described.facts.map(({ label, value }) => ({
      label: toQuote(label, VALUE_MAX_LENGTH),
      value: toQuote(value, VALUE_MAX_LENGTH),
    })),
    ...listsOf(described, words),
    button: { label: filler.line(said.button), link: toWebLink(described.link) },
    copyLink: null,
    second: null,
    after: [],
    reason: filler.line(said.reason),
    footer: footerLinks(words, footer),
  });
}

/** Both parts of a mail. */
export function toMail(page: MailPage): RenderedMail {
  return { subject: page.subject, html: renderHtml(page), text: renderText(page) };
}

/** The links at the foot, as far as there are any. */
export function footerLinks(words: Words, footer: MailFooter): LabelledLink[] {
  const { preferences, unsubscribe } = footer;
  return [
    ...(preferences === null ? [] : [{ label: say(words.preferences), link: preferences }]),
    ...(unsubscribe === null ? [] : [{ label: say(words.unsubscribe), link: unsubscribe }]),
  ];
}

/** A sentence without values. */
export function say(sentence: string): Line {
  return createLine(sentence, {});
}

/** "and 7 more", or null. */
export function sayRest(words: Words, rest: number): Line | null {
  return rest > 0 ? createLine(words.more, { count: String(rest) }) : null;
}

function listsOf(
  { quotes, entries, rest }: Described,
  words: Words,
): Pick<MailPage, 'quotes' | 'groups' | 'rest'> {
  const shown = entries.slice(0, noticeLimits.items);
  return {
    quotes: quotes.map(({ by, text }) => ({
      by: toQuote(by, VALUE_MAX_LENGTH),
      text: toQuote(text, noticeLimits.excerptLength),
    })),
    groups:
      shown.length === 0
        ? []
        : [
            {
              heading: null,
              entries: shown.map(({ title, link, line }) => ({
                title: toQuote(title, VALUE_MAX_LENGTH),
                link: toWebLink(link),
                lines: line === '' ? [] : [toQuote(line, VALUE_MAX_LENGTH)],
              })),
            },
          ],
    rest: sayRest(words, rest + entries.length - shown.length),
  };
}

/** The words of a program that may send in the name of its organization: its links stay, as text. */
function toParagraph(text: string): Line {
  return createLine('{text}', { text: cleanText(text, PARAGRAPH_MAX_LENGTH) });
}

/** A name as it stands alone in a mail. */
export function sayName(name: string, words: Words): Line {
  return createLine('{name}', {
    name: unlink(cleanText(name, VALUE_MAX_LENGTH)) || words.unnamed,
  });
}
