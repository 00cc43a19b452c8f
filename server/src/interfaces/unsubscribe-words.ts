/** What the page says. */
export interface UnsubscribeWords {
  title: string;
  question: string;
  button: string;
  done: string;
  doneText: string;
  unknown: string;
  unknownText: string;
}

const en: UnsubscribeWords = {
  title: 'Stop these e-mails',
  question: 'You will get no more e-mails of this kind at this address.',
  button: 'Unsubscribe',
  done: 'You are unsubscribed',
  doneText: 'No more e-mails of this kind will be sent. You can close this page.',
  unknown: 'This link does not work',
  unknownText: 'It is not complete. Copy it from the e-mail once more, all of it.',
};

const de: UnsubscribeWords = {
  title: 'Diese E-Mails abbestellen',
  question: 'Du bekommst an diese Adresse keine E-Mails dieser Art mehr.',
  button: 'Abbestellen',
  done: 'Du hast dich abgemeldet',
  doneText: 'Es kommen keine E-Mails dieser Art mehr. Du kannst diese Seite schließen.',
  unknown: 'Dieser Link funktioniert nicht',
  unknownText: 'Er ist unvollständig. Kopiere ihn noch einmal ganz aus der E-Mail.',
};

const fr: UnsubscribeWords = {
  title: 'Ne plus recevoir ces e-mails',
  question: 'Vous ne recevrez plus d’e-mails de ce type à cette adresse.',
  button: 'Se désabonner',
  done: 'Vous êtes désabonné',
  doneText: 'Aucun autre e-mail de ce type ne sera envoyé. Vous pouvez fermer cette page.',
  unknown: 'Ce lien ne fonctionne pas',
  unknownText: 'Il est incomplet. Copiez-le de nouveau en entier depuis l’e-mail.',
};

const languages: Record<string, UnsubscribeWords> = { en, de, fr };

/** The first language of `Accept-Language` that we speak; English without one (RFC 9110 section 12.5.4). */
export function chooseWords(acceptLanguage = ''): { language: string; words: UnsubscribeWords } {
  const wanted = acceptLanguage
    .split(',')
    .map((entry) => {
      const [tag = '', weight = ''] = entry.trim().split(/;\s*q=/);
      return {
        language: tag.slice(0, 2).toLowerCase(),
        weight: weight === '' ? 1 : Number(weight),
      };
    })
    .toSorted((a, b) => b.weight - a.weight);
  const language = wanted.find((each) => each.language in languages)?.language ?? 'en';
  return { language, words: languages[language] ?? en };
}
