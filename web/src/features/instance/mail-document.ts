const LINK = /^(?:https?|mailto):/i;

/**
 * The content security policy of the page holds in the frame too and drops the styles that mail is
 * written with. The same styles, set from here, are allowed: they cannot load or run anything.
 */
function applyStyles(content: Document, sheets: readonly string[]): void {
  for (const element of content.querySelectorAll<HTMLElement>('[style]')) {
    element.style.cssText = element.getAttribute('style') ?? '';
  }
  const View = content.defaultView;
  if (!View) return;
  content.adoptedStyleSheets = sheets.map((text) => {
    const sheet = new View.CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}

/** Links open in a tab of their own; anything but web and mail addresses is no link. */
function tameLinks(content: Document): void {
  for (const link of content.querySelectorAll('a[href]')) {
    if (LINK.test(link.getAttribute('href') ?? '')) {
      link.setAttribute('target', '_blank');
      link.setAttribute('rel', 'noopener noreferrer');
    } else {
      link.removeAttribute('href');
    }
  }
}

/** A message without its style elements, which the policy would refuse and report, and what stood in them. */
export function takeStyles(html: string): { html: string; sheets: string[] } {
  const sheets: string[] = [];
  const bare = html.replace(/<style>([^<]*)<\/style>/g, (_element, text: string) => {
    sheets.push(text);
    return '';
  });
  return { html: bare, sheets };
}

/** Makes a loaded message look and work as in a mail program. */
export function finishMailDocument(content: Document, sheets: readonly string[]): void {
  applyStyles(content, sheets);
  tameLinks(content);
}
