import type { OverdueNews } from './overdue-watch.ts';

/** What a person reads, as the content of a message of the kind `custom`. */
export interface OverdueWords {
  title: string;
  body: string;
}

/** In each language of the product: what it is called while it lasts, and when it is over; `{seconds}` is filled in. */
const WORDS: Readonly<Record<string, Readonly<Record<OverdueNews['kind'], OverdueWords>>>> = {
  en: {
    late: {
      title: 'Messages are not going out',
      body: 'Something has waited for {seconds} seconds to be sent. No worker runs, or there is more to do than those that run can manage. Nothing is lost: it goes out as soon as one works again.',
    },
    over: {
      title: 'Messages go out again',
      body: 'What had waited has been sent or is being sent.',
    },
  },
  de: {
    late: {
      title: 'Nachrichten gehen nicht hinaus',
      body: 'Etwas wartet seit {seconds} Sekunden darauf, gesendet zu werden. Es läuft kein Worker, oder es ist mehr zu tun, als die laufenden schaffen. Nichts geht verloren: Es geht hinaus, sobald wieder einer arbeitet.',
    },
    over: {
      title: 'Nachrichten gehen wieder hinaus',
      body: 'Was gewartet hat, ist gesendet oder wird gerade gesendet.',
    },
  },
  fr: {
    late: {
      title: 'Les messages ne partent pas',
      body: 'Un envoi attend depuis {seconds} secondes. Aucun worker ne tourne, ou il y a plus à faire que ceux qui tournent ne peuvent traiter. Rien n’est perdu : tout partira dès que l’un d’eux travaillera de nouveau.',
    },
    over: {
      title: 'Les messages partent de nouveau',
      body: 'Ce qui attendait est envoyé ou en cours d’envoi.',
    },
  },
};

/** Says it in the language of its reader, else in English. */
export function describeOverdue(news: OverdueNews, locale: string): OverdueWords {
  const words = WORDS[locale.slice(0, 2)] ?? WORDS['en'];
  if (words === undefined) throw new Error('there are no English words');
  const { title, body } = words[news.kind];
  const seconds = news.kind === 'late' ? String(Math.round(news.overdueS)) : '';
  return { title, body: body.replace('{seconds}', seconds) };
}
