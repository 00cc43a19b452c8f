/** Texts of the English part of the same name. */
export const ui = {
  'ui.all': 'Alle',
  'ui.optional': '(optional)',
  'ui.showPassword': 'Passwort zeigen',
  'ui.hidePassword': 'Passwort verbergen',
  'ui.close': 'Schließen',
  'ui.cancel': 'Abbrechen',
  'ui.save': 'Änderungen speichern',
  'ui.saved': 'Änderungen gespeichert',
  'ui.done': 'Fertig',
  'ui.back': 'Zurück',
  'ui.continue': 'Weiter',
  'ui.dismiss': 'Ausblenden',
  'ui.notifications': 'Meldungen ({hotkey})',
  'ui.retry': 'Erneut versuchen',
  'ui.loading': 'Lädt',
  'ui.copied': 'Kopiert',
  'ui.copyFailed':
    'Der Browser hat das Kopieren abgelehnt. Markiere den Text und kopiere ihn von Hand.',
  'ui.loadMore': 'Mehr laden',
  'ui.you': 'Du',
  'ui.actions': 'Aktionen',
  'ui.clearFilter': 'Filter aufheben',
  'ui.typeToConfirm': 'Gib zur Bestätigung {name} ein',
  'ui.error.page': 'Diese Seite ließ sich nicht öffnen',
  'ui.error.title': 'Das ließ sich nicht laden',
  'ui.error.requestId': 'Anfrage-ID',
  'ui.error.copyRequestId': 'Anfrage-ID kopieren',
  'ui.error.crashTitle': 'Dieser Teil der Seite ist ausgefallen',
  'ui.error.crash':
    'Gespeichertes ist nicht verloren. Versuche es erneut; passiert es noch einmal, lade die Seite neu.',
  'form.required': 'Fülle dieses Feld aus',
  'form.email': 'E-Mail',
  'form.name': 'Name',
  'form.password': 'Passwort',
  'form.currentPassword': 'Aktuelles Passwort',
  'form.newPassword': 'Neues Passwort',
  'failure.network':
    'Der Server ist nicht erreichbar. Nichts ist verloren; prüfe die Verbindung und versuche es erneut.',
  'failure.timeout':
    'Der Server hat zu lange gebraucht. Nichts ist verloren; versuche es gleich noch einmal.',
  'failure.tooMany': 'Das war zu oft. Warte ein wenig und versuche es erneut.',
  'failure.tooManySeconds': {
    one: 'Das war zu oft. Versuche es in {count} Sekunde erneut.',
    other: 'Das war zu oft. Versuche es in {count} Sekunden erneut.',
  },
  'failure.tooManyMinutes': {
    one: 'Das war zu oft. Versuche es in {count} Minute erneut.',
    other: 'Das war zu oft. Versuche es in {count} Minuten erneut.',
  },
  'failure.module':
    'Dieser Teil der App ließ sich nicht laden: Der Server ist weg oder hat eine neuere Version. Versuche es erneut.',
  'failure.internal':
    'Auf dem Server ging etwas schief. Nichts wurde geändert; versuche es erneut und nenne die Anfrage-ID, wenn du um Hilfe bittest.',
  'failure.unavailable':
    'Ein Teil des Servers ist gerade nicht da. Nichts wurde geändert; versuche es gleich noch einmal.',
  'failure.notFound': 'Das gibt es nicht, oder du darfst es nicht sehen.',
} as const;
