import { colonOf } from './colon.ts';
import type { MailGroup, MailPage } from './mail-page.ts';

/** The plain text part says the same; links stand on lines of their own, so that programs find their ends. */
export function renderText(page: MailPage): string {
  const colon = colonOf(page.language);
  const blocks = [
    page.heading.text,
    ...page.before.map(({ text }) => text),
    page.facts.map(({ label, value }) => `${label.text}${colon} ${value.text}`).join('\n'),
    ...(page.quotes ?? []).map(({ by, text }) => `${by.text}${colon}\n> ${text.text}`),
    ...(page.groups ?? []).flatMap(groupBlocks),
    page.rest?.text ?? '',
    page.button === null ? '' : `${page.button.label.text}${colon}\n${page.button.link}`,
    page.second === null ? '' : `${page.second.label.text}\n${page.second.link}`,
    ...page.after.map(({ text }) => text),
    footer(page),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function groupBlocks({ heading, entries }: MailGroup): string[] {
  const told = entries.map(({ title, link, lines }) =>
    [
      title.text,
      ...lines.map(({ text }) => `  ${text}`),
      ...(link === null ? [] : [`  ${link}`]),
    ].join('\n'),
  );
  return heading === null ? told : [`${heading.text}\n${'='.repeat(20)}`, ...told];
}

function footer({ language, reason, footer: links = [] }: MailPage): string {
  const told = links.map(({ label, link }) => `${label.text}${colonOf(language)}\n${link}`);
  return ['--', reason.text, ...told, 'Boardwire'].join('\n');
}
