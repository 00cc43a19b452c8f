import type { Template } from '../template.ts';
import { de } from './de.ts';
import { deSample } from './de-sample.ts';
import { fr } from './fr.ts';
import { frSample } from './fr-sample.ts';
import { wordTemplate, type Wording } from './wording.ts';

/** What templates say in other languages than English, by language and template. */
export const wordings: Readonly<Record<string, Readonly<Record<string, Wording>>>> = {
  de: { ...de, sample: deSample },
  fr: { ...fr, sample: frSample },
};

/** The template in the language of `locale`, a BCP 47 tag; in English where it has no other words. */
export function speakTemplate(template: Template, locale: string): Template {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  const spoken = Object.hasOwn(wordings, language) ? wordings[language] : undefined;
  return wordTemplate(template, spoken?.[template.id] ?? {});
}
