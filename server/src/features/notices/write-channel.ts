import type { NoticeChannel } from '@boardwire/contract/notices';
import { colonOf } from '../../platform/mail/colon.ts';
import { createLine } from '../../platform/mail/line.ts';
import { cleanText } from '../../platform/mail/plain-name.ts';
import type { Described } from './described.ts';
import { fillTemplate, toText, type TemplateSource } from './fill-template.ts';
import { createFiller, toQuote } from './fill.ts';
import { footerLinks, say, toMail, writeMail, type MailFooter } from './write-mail.ts';
import type { Words } from './words/words.ts';

/** What each channel takes of a message: see `Rendered.content`. */
export type Content = Record<string, string>;

/** A text message of ten parts is a letter. */
const SMS_MAX_LENGTH = 600;
/** What phones show of a push. */
const PUSH_BODY_MAX_LENGTH = 240;
/** Stands alone in the box of a button that a template did not name. */
const TITLE_MAX_LENGTH = 180;

/** Writes a notice of the product for a channel. */
export function writeNotice(
  channel: NoticeChannel,
  described: Described,
  { words, footer }: { words: Words; footer: MailFooter },
): Content {
  if (channel === 'email') return { ...writeMail(described, words, footer) };
  const filler = createFiller(described, words);
  const { title } = words.notices[described.text];
  if (channel === 'sms') return { body: `${filler.plain(title)}\n${described.link}` };
  return {
    type: described.text,
    title: filler.short(title),
    body: cleanText(sayMore(described, words), PUSH_BODY_MAX_LENGTH),
    url: described.link,
    tag: described.tag,
  };
}

/** What stands below the title of a push. */
function sayMore({ quotes, facts, entries, body, names }: Described, { language }: Words): string {
  const [quote] = quotes;
  if (quote !== undefined) return quote.text;
  const [fact] = facts;
  if (fact !== undefined) return `${fact.label}${colonOf(language)} ${fact.value}`;
  if (entries.length > 0) return entries.map(({ title }) => title).join(', ');
  return body[0] ?? names['board'] ?? '';
}

/** Writes a text of an organization for a channel. Throws when its button has no web address. */
export function writeTemplate(
  channel: NoticeChannel,
  template: TemplateSource,
  values: Readonly<Record<string, unknown>>,
  {
    words,
    footer,
    organizationName,
  }: { words: Words; footer: MailFooter; organizationName: string },
): Content {
  if (channel === 'sms')
    return { body: cleanText(toText(template.source, values), SMS_MAX_LENGTH) };
  const { subject, paragraphs, button } = fillTemplate(template, values);
  if (channel !== 'email') {
    const body = cleanText(paragraphs.map(({ text }) => text).join(' '), PUSH_BODY_MAX_LENGTH);
    return { type: 'custom', title: subject, body, url: button?.link ?? '', tag: subject };
  }
  return {
    ...toMail({
      language: words.language,
      subject,
      heading: createLine('{subject}', { subject }),
      before: paragraphs,
      button: button && { label: toQuote(button.label, TITLE_MAX_LENGTH), link: button.link },
      copyLink: null,
      second: null,
      facts: [],
      after: [],
      reason:
        organizationName === ''
          ? say('Boardwire')
          : createFiller({ names: { organization: organizationName }, values: {} }, words).line(
              words.notices.custom.reason,
            ),
      footer: footerLinks(words, footer),
    }),
  };
}
