import { en } from './en.ts';
import type { Catalog } from './message-types.ts';
import { setCatalog, textLocale } from './t.tsx';

/** Accented English, to find hard-coded text; kept as the language of a browser by who looks for it (web W42). */
const PSEUDO_LANGUAGE = 'en-XA';
/** What the last person here read, for the pages before the log-in. */
const LANGUAGE_KEY = 'boardwire.language';

type Load = () => Promise<Partial<Catalog>>;

/** Languages besides English; each is loaded when somebody reads it. */
const OTHERS: Readonly<Record<string, Load>> = {
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
};

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? tag;
}

function isKnown(tag: string): boolean {
  const language = languageOf(tag);
  return language === 'en' || Object.hasOwn(OTHERS, language);
}

async function load(tag: string): Promise<void> {
  const language = languageOf(tag);
  const others = OTHERS[language];
  if (others === undefined) return setCatalog('en', en);
  // A text that a language lacks is better read in English than not at all.
  setCatalog(language, { ...en, ...(await others()) });
}

function readKept(): string[] {
  try {
    const kept = localStorage.getItem(LANGUAGE_KEY);
    return kept === null ? [] : [kept];
  } catch {
    return [];
  }
}

/** Loads the texts of the wanted language before the first render: as read here last, else as the browser says. */
export async function chooseLanguage(): Promise<void> {
  if (readKept()[0] === PSEUDO_LANGUAGE) {
    const { createPseudoCatalog } = await import('./pseudo.ts');
    return setCatalog('en', createPseudoCatalog(en), createPseudoCatalog);
  }
  const tags = [...readKept(), ...navigator.languages];
  const tag = tags.find(isKnown) ?? 'en';
  // Without its texts the app speaks English.
  if (languageOf(tag) !== 'en') await load(tag).catch(() => undefined);
}

/** What somebody who signs up here reads, as the browser names it: "de-CH" where the page is in German. */
export function browserTag(): string {
  const language = textLocale();
  return navigator.languages.find((tag) => languageOf(tag) === language) ?? language;
}

/** Goes over to the language of a person's profile; what is on the page is drawn anew in it. */
export function followProfile(locale: string): void {
  const tag = isKnown(locale) ? languageOf(locale) : 'en';
  try {
    localStorage.setItem(LANGUAGE_KEY, tag);
  } catch {
    // The next visit begins in the browser's language, then.
  }
  if (tag !== textLocale()) void load(tag).catch(() => undefined);
}
