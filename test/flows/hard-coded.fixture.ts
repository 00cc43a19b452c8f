import type { Page } from 'playwright-core';

/** Words that the browser's own formats write: they follow the language of the profile. */
const FORMATS =
  'jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august ' +
  'september october november december mon tue wed thu fri sat sun ago now in at ' +
  'second seconds minute minutes hour hours day days week weeks month months year years next last today yesterday tomorrow am pm';
/** Names of products, formats and keys. */
const NAMES =
  'boardwire trello csv json chrome linux enter shift escape space delete home end tab alt ctrl meta';

/** Where text is not the app's: code, moments, what people wrote, and names of zones and languages. */
const FOREIGN =
  'script, style, time, kbd, code, pre, iframe, [translate="no"], select[name="timeZone"], select[name="locale"], .rich-text-body';

/** What can be read, or heard, on the page and is neither from the pseudo-locale nor among `data`. */
export function findHardCoded(page: Page, data: string): Promise<string[]> {
  const known = `${FORMATS} ${NAMES} ${data}`.toLowerCase().match(/\p{L}+/gu) ?? [];
  return page.evaluate(
    ([words, foreign]) => {
      const allowed = new Set(words);
      // Ids, names of environment variables, and what a browser says of itself.
      const codes = /[\da-f]{8}-[\da-f-]{27}|\b[A-Z]+(_[A-Z]+)+\b|Mozilla\/.*/g;
      // The pseudo-locale accents every vowel: a plain one is from elsewhere.
      const isForeign = (text: string) =>
        (text.replace(codes, '').match(/\p{L}+/gu) ?? []).some(
          (word) => word.length > 1 && /[aeiou]/i.test(word) && !allowed.has(word.toLowerCase()),
        );
      const found = new Set<string>();
      const take = (element: Element, where: string, text: string | null) => {
        if (text === null || !isForeign(text) || element.closest(foreign)) return;
        if (element.checkVisibility()) found.add(`${where}: ${text.trim().slice(0, 120)}`);
      };
      for (const element of document.querySelectorAll('body, body *')) {
        const name = element.tagName.toLowerCase();
        for (const attribute of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
          take(element, `${name}[${attribute}]`, element.getAttribute(attribute));
        for (const node of element.childNodes)
          if (node.nodeType === Node.TEXT_NODE) take(element, name, node.textContent);
      }
      return [...found];
    },
    [known, FOREIGN] as const,
  );
}

/** What reaches over the right edge of the page. */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    // What scrolls for itself makes nothing else wider.
    const isClipped = (element: Element): boolean => {
      const around = element.parentElement;
      if (around === null || around === document.body) return false;
      return getComputedStyle(around).overflowX !== 'visible' || isClipped(around);
    };
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !isClipped(element),
    );
    return [`${scrollWidth - clientWidth} px: ${wide.at(-1)?.outerHTML.slice(0, 200) ?? ''}`];
  });
}
