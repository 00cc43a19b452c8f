import { safeHtml, toMarkup, type Html } from './html.ts';
import type { Line } from './line.ts';

/** A mail before it becomes HTML and plain text. */
export interface MailPage {
  language: string;
  subject: string;
  heading: Line;
  before: readonly Line[];
  button: { label: Line; link: string } | null;
  /** Stands above the button's link as text. */
  copyLink: Line;
  second: { label: Line; link: string } | null;
  facts: readonly { label: Line; value: Line }[];
  after: readonly Line[];
  reason: Line;
}

// Colours of the web app's light theme. All are set, backgrounds too, so that a dark theme either leaves
// the page as it is or turns both of a pair. Styles stand in attributes: style elements are refused where
// the built-in mailbox shows a mail, and dropped by some mail programs.
const INK = '#181c22';
const MUTED = '#525760';
const LINE = '#e2e4e7';
const CANVAS = '#f3f4f6';
const SURFACE = '#ffffff';
const ACCENT = '#2b5fe0';
const ACCENT_INK = '#2253cf';
const FONT = "font-family:Inter,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** The HTML part: one column of 560 px at most, without images, scripts or anything fetched from elsewhere. */
export function renderHtml(page: MailPage): string {
  return toMarkup(safeHtml`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${page.subject}</title>
</head>
<body style="margin:0;padding:0;background-color:${CANVAS};color:${INK};color-scheme:light;${FONT};font-size:16px;line-height:1.55;-webkit-text-size-adjust:100%">
<div style="background-color:${CANVAS};padding:32px 16px 40px">
<div style="max-width:560px;margin:0 auto">
<p style="margin:0 0 16px;padding:0 4px;color:${INK};font-size:18px;line-height:24px;font-weight:700;letter-spacing:-0.02em"><span style="color:${ACCENT}">Board</span>wire</p>
<div style="padding:32px 28px 16px;background-color:${SURFACE};border:1px solid ${LINE};border-radius:12px">
<h1 style="margin:0 0 20px;color:${INK};font-size:24px;line-height:1.25;font-weight:650;letter-spacing:-0.02em;overflow-wrap:anywhere">${page.heading.html}</h1>
${page.before.map(paragraph)}
${factList(page)}
${button(page)}
${secondLink(page)}
${page.after.map(paragraph)}
${copyLink(page)}
</div>
<p style="margin:20px 4px 0;color:${MUTED};font-size:13px;line-height:1.5;overflow-wrap:anywhere">${page.reason.html}</p>
</div>
</div>
</body>
</html>
`);
}

const NOTHING = safeHtml``;

function paragraph(line: Line): Html {
  return safeHtml`<p style="margin:0 0 16px;color:${INK};overflow-wrap:anywhere">${line.html}</p>
`;
}

function factList({ facts }: MailPage): Html {
  if (facts.length === 0) return NOTHING;
  const rows = facts.map(
    ({ label, value }, index) =>
      safeHtml`<dt style="margin:${index === 0 ? 0 : 12}px 0 0;color:${MUTED};font-size:13px;line-height:18px">${label.html}</dt>
<dd style="margin:0;color:${INK};font-size:15px;line-height:22px;overflow-wrap:anywhere">${value.html}</dd>
`,
  );
  return safeHtml`<dl style="margin:4px 0 20px;padding:16px 18px;background-color:${CANVAS};border-radius:8px">
${rows}</dl>`;
}

function button({ button: target }: MailPage): Html {
  if (target === null) return NOTHING;
  return safeHtml`<p style="margin:24px 0"><a href="${target.link}" target="_blank" rel="noopener noreferrer" style="display:inline-block;padding:12px 22px;background-color:${ACCENT};border-radius:8px;color:#ffffff;font-size:16px;line-height:24px;font-weight:600;text-decoration:none">${target.label.html}</a></p>`;
}

function secondLink({ second }: MailPage): Html {
  if (second === null) return NOTHING;
  return safeHtml`<p style="margin:0 0 16px;color:${INK};overflow-wrap:anywhere">${second.label.html}<br>${anchor(second.link)}</p>`;
}

function copyLink({ button: target, copyLink: label }: MailPage): Html {
  if (target === null) return NOTHING;
  return safeHtml`<p style="margin:24px 0 12px;padding-top:20px;border-top:1px solid ${LINE};color:${MUTED};font-size:13px;line-height:1.5">${label.html}<br>${anchor(target.link)}</p>`;
}

function anchor(link: string): Html {
  return safeHtml`<a href="${link}" target="_blank" rel="noopener noreferrer" style="color:${ACCENT_INK};text-decoration:underline;word-break:break-all">${link}</a>`;
}

/** The plain text part says the same; links stand on lines of their own, so that programs find their ends. */
export function renderText(page: MailPage): string {
  const blocks = [
    page.heading.text,
    ...page.before.map(({ text }) => text),
    page.facts.map(({ label, value }) => `${label.text}: ${value.text}`).join('\n'),
    page.button === null ? '' : `${page.button.label.text}:\n${page.button.link}`,
    page.second === null ? '' : `${page.second.label.text}\n${page.second.link}`,
    ...page.after.map(({ text }) => text),
    `--\n${page.reason.text}\nBoardwire`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
