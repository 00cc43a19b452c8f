import { safeHtml, type Html } from './html.ts';
import type { MailEntry, MailGroup, MailQuote } from './mail-page.ts';
import { mailColors } from './mail-style.ts';

const { ink: INK, muted: MUTED, line: LINE, canvas: CANVAS, accentInk: ACCENT_INK } = mailColors;

/** What people said, each in a box of its own. */
export function renderQuotes(quotes: readonly MailQuote[]): readonly Html[] {
  return quotes.map(
    ({ by, text }) =>
      safeHtml`<div class="bw-box" style="margin:0 0 14px;padding:14px 18px;background-color:${CANVAS};border-radius:8px">
<p class="bw-muted" style="margin:0 0 4px;color:${MUTED};font-size:13px;line-height:18px;font-weight:600;overflow-wrap:anywhere">${by.html}</p>
<p class="bw-ink" style="margin:0;color:${INK};font-size:15px;line-height:22px;overflow-wrap:anywhere">${text.html}</p>
</div>
`,
  );
}

/** Things that a mail tells of, under the headings of what they belong to. */
export function renderEntries(groups: readonly MailGroup[]): readonly Html[] {
  return groups.flatMap(({ heading, entries }) => [
    ...(heading === null
      ? []
      : [
          safeHtml`<h2 class="bw-muted" style="margin:24px 0 4px;color:${MUTED};font-size:13px;line-height:18px;font-weight:600;overflow-wrap:anywhere">${heading.html}</h2>
`,
        ]),
    ...entries.map(entry),
    safeHtml`<div style="height:12px;line-height:12px">&#160;</div>
`,
  ]);
}

function entry({ title, link, lines }: MailEntry): Html {
  const name =
    link === null
      ? title.html
      : safeHtml`<a href="${link}" target="_blank" rel="noopener noreferrer" class="bw-accent" style="color:${ACCENT_INK};text-decoration:none">${title.html}</a>`;
  const told = lines.map(
    (line) =>
      safeHtml`<p class="bw-ink" style="margin:2px 0 0;color:${INK};font-size:14px;line-height:20px;overflow-wrap:anywhere">${line.html}</p>
`,
  );
  return safeHtml`<div class="bw-rule" style="padding:10px 0;border-top:1px solid ${LINE}">
<p class="bw-ink" style="margin:0;color:${INK};font-size:16px;line-height:22px;font-weight:600;overflow-wrap:anywhere">${name}</p>
${told}</div>
`;
}
