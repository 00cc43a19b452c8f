/** Texts of the English part of the same name. */
export const publicTexts = {
  'public.readOnly': 'Nur lesen',
  'public.live': 'Live',
  'public.offline': 'Offline',
  'public.connecting': 'Verbindet',
  'public.goneTitle': 'Dieser Link zeigt nichts mehr',
  'public.goneText':
    'Er wurde widerrufen, ist abgelaufen, oder ein Teil der Adresse fehlt. Bitte um einen neuen.',
  'public.failedTitle': 'Das Board ließ sich nicht öffnen',
  'public.table': 'Tabelle',
  'public.cards': 'Karten',
  'public.view': 'Ansicht',
  'public.empty': 'Auf diesem Board ist noch nichts.',
  'public.emptyGroup': 'Hier ist nichts',
  'public.madeWith': 'Gemacht mit Boardwire',
  'public.items': { one: '{count} Eintrag', other: '{count} Einträge' },
  'public.moreCards': { one: '{count} weiteren zeigen', other: '{count} weitere zeigen' },
} as const;
