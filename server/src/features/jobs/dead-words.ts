import type { DeadNews } from './store/announce.ts';

interface Words {
  readonly title: string;
  readonly body: string;
}

/** In each language of the product; `{count}` and `{names}` are filled in. */
const WORDS: Readonly<Record<string, Words>> & { readonly en: Words } = {
  en: {
    title: 'Background jobs were given up: {count}',
    body: 'Work that failed too often: {names}. It waits with its errors until somebody runs it once more or discards it.',
  },
  de: {
    title: 'Aufgegebene Hintergrundaufgaben: {count}',
    body: 'Was zu oft scheiterte: {names}. Es wartet mit seinen Fehlern, bis jemand es noch einmal ausführt oder verwirft.',
  },
  fr: {
    title: 'Tâches de fond abandonnées : {count}',
    body: 'Ce qui a échoué trop souvent : {names}. Les erreurs sont conservées jusqu’à ce que quelqu’un relance ces tâches ou les écarte.',
  },
};

/** Names of kinds of work that one notice says. */
const NAMES = 5;

/** What the owner reads, as the content of a message of the kind `custom`. */
export function describeDeadJobs({ count, names }: DeadNews, locale: string): Words {
  const { title, body } = WORDS[locale] ?? WORDS.en;
  const said = names.slice(0, NAMES).join(', ') + (names.length > NAMES ? ', …' : '');
  const fill = (text: string) =>
    text.replace('{count}', String(count)).replace('{names}', () => said);
  return { title: fill(title), body: fill(body) };
}
