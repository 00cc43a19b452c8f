import { en } from './en.ts';
import { setCatalog } from './t.tsx';

/** Accented English, to find hard-coded text: `?language=en-XA` in development builds (web W42). */
const PSEUDO_LANGUAGE = 'en-XA';

/** Loads the texts of the wanted language before the first render. */
export async function chooseLanguage(): Promise<void> {
  const wanted = new URLSearchParams(window.location.search).get('language');
  if (!import.meta.env.DEV || wanted !== PSEUDO_LANGUAGE) return;
  const { createPseudoCatalog } = await import('./pseudo.ts');
  setCatalog('en', createPseudoCatalog(en));
}
