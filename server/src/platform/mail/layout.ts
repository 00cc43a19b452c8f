import { markAsHtml, safeHtml, toMarkup, type Html } from './html.ts';
import { renderEntries, renderQuotes } from './layout-lists.ts';
import type { Line } from './line.ts';
import type { LabelledLink, MailPage } from './mail-page.ts';
import { DARK_STYLE, MAIL_FONT, mailColors } from './mail-style.ts';

const { ink: INK, muted: MUTED, line: LINE, canvas: CANVAS, surface: SURFACE } = mailColors;
const { accent: ACCENT, accentInk: ACCENT_INK } = mailColors;

/** The HTML part: one column of 600 px at most, without images, scripts or anything fetched from elsewhere. */
export function renderHtml(page: MailPage): string {
  return toMarkup(safeHtml`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${page.subject}</title>
<style>${markAsHtml(DARK_STYLE)}</style>
</head>
<body class="bw-canvas bw-ink" style="margin:0;padding:0;background-color:${CANVAS};color:${INK};color-scheme:light dark;${MAIL_FONT};font-size:16px;line-height:1.55;-webkit-text-size-adjust:100%">
<div class="bw-canvas bw-page" style="background-color:${CANVAS};padding:32px 16px 40px">
<div style="max-width:600px;margin:0 auto">
<p class="bw-ink" style="margin:0 0 16px;padding:0 4px;color:${INK};font-size:18px;line-height:24px;font-weight:700;letter-spacing:-0.02em"><span class="bw-accent" style="color:${ACCENT}">Board</span>wire</p>
<div class="bw-card" style="padding:32px 28px 16px;background-color:${SURFACE};border:1px solid ${LINE};border-radius:12px">
<h1 class="bw-ink bw-heading" style="margin:0 0 20px;color:${INK};font-size:24px;line-height:1.25;font-weight:650;letter-spacing:-0.02em;overflow-wrap:anywhere">${page.heading.html}</h1>
${page.before.map(paragraph)}
${factList(page)}
${renderQuotes(page.quotes ?? [])}
${renderEntries(page.groups ?? [])}
${rest(page)}
${button(page)}
${secondLink(page)}
${page.after.map(paragraph)}
${copyLink(page)}
</div>
<p class="bw-muted" style="margin:20px 4px 0;color:${MUTED};font-size:13px;line-height:1.5;overflow-wrap:anywhere">${page.reason.html}${(page.footer ?? []).map(footerLink)}</p>
</div>
</div>
</body>
</html>
`);
}

const NOTHING = safeHtml``;

function paragraph(line: Line): Html {
  return safeHtml`<p class="bw-ink" style="margin:0 0 16px;color:${INK};overflow-wrap:anywhere">${line.html}</p>
`;
}

function factList({ facts }: MailPage): Html {
  if (facts.length === 0) return NOTHING;
  const rows = facts.map(
    ({ label, value }, index) =>
      safeHtml`<dt class="bw-muted" style="margin:${index === 0 ? 0 : 12}px 0 0;color:${MUTED};font-size:13px;line-height:18px">${label.html}</dt>
<dd class="bw-ink" style="margin:0;color:${INK};font-size:15px;line-height:22px;overflow-wrap:anywhere">${value.html}</dd>
`,
  );
  return safeHtml`<dl class="bw-box" style="margin:4px 0 20px;padding:16px 18px;background-color:${CANVAS};border-radius:8px">
${rows}</dl>`;
}

function rest({ rest: line }: MailPage): Html {
  if (line === undefined || line === null) return NOTHING;
  return safeHtml`<p class="bw-muted" style="margin:0 0 16px;color:${MUTED};font-size:14px">${line.html}</p>`;
}

function button({ button: target }: MailPage): Html {
  if (target === null) return NOTHING;
  return safeHtml`<p style="margin:24px 0"><a href="${target.link}" target="_blank" rel="noopener noreferrer" class="bw-button" style="display:inline-block;padding:12px 22px;background-color:${ACCENT};border-radius:8px;color:#ffffff;font-size:16px;line-height:24px;font-weight:600;text-decoration:none">${target.label.html}</a></p>`;
}

function secondLink({ second }: MailPage): Html {
  if (second === null) return NOTHING;
  return safeHtml`<p class="bw-ink" style="margin:0 0 16px;color:${INK};overflow-wrap:anywhere">${second.label.html}<br>${anchor(second.link)}</p>`;
}

function copyLink({ button: target, copyLink: label }: MailPage): Html {
  if (target === null || label === null) return NOTHING;
  return safeHtml`<p class="bw-muted bw-rule" style="margin:24px 0 12px;padding-top:20px;border-top:1px solid ${LINE};color:${MUTED};font-size:13px;line-height:1.5">${label.html}<br>${anchor(target.link)}</p>`;
}

function anchor(link: string): Html {
  return safeHtml`<a href="${link}" target="_blank" rel="noopener noreferrer" class="bw-accent" style="color:${ACCENT_INK};text-decoration:underline;word-break:break-all">${link}</a>`;
}

function footerLink({ label, link }: LabelledLink): Html {
  return safeHtml`<br><a href="${link}" target="_blank" rel="noopener noreferrer" class="bw-muted" style="color:${MUTED};text-decoration:underline">${label.html}</a>`;
}
