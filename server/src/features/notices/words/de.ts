import type { Words } from './words.ts';

const FOLLOWS = 'Du bekommst diese Nachricht, weil du diesem Eintrag auf Boardwire folgst.';
const ASSIGNED =
  'Du bekommst diese Nachricht, weil dir dieser Eintrag auf Boardwire zugewiesen ist.';
const REMINDER =
  'Du bekommst diese Nachricht, weil dir auf Boardwire zugewiesen ist, was fällig wird.';
const IMPORT = 'Du bekommst diese Nachricht, weil du diesen Import auf Boardwire gestartet hast.';
const ADMINISTERS =
  'Du bekommst diese Nachricht, weil du dich um die Benachrichtigungen von {organization} kümmerst.';
const GATHERED =
  'Du bekommst diese Nachricht, weil du solche Neuigkeiten gesammelt in einer E-Mail haben möchtest.';
const OPEN_ITEM = 'Eintrag öffnen';
const OPEN_BOARD = 'Board öffnen';

/** What notices say in German. */
export const de: Words = {
  language: 'de',
  unnamed: '(ohne Namen)',
  untitled: '(ohne Titel)',
  somebody: 'Jemand',
  empty: 'leer',
  change: '{from} → {to}',
  mine: 'Dein Wert',
  theirs: 'Der Wert, der jetzt dort steht',
  dueOn: 'Fällig am {date}',
  dueAt: 'Fällig am {date}, {time}',
  more: 'und {count} weitere',
  elsewhere: 'Alles andere',
  preferences: 'Wähle, worüber du benachrichtigt wirst',
  unsubscribe: 'Keine solchen E-Mails mehr',
  levels: {
    viewer: 'Kann lesen',
    commenter: 'Kann kommentieren',
    editor: 'Kann bearbeiten',
    owner: 'Eigentümer',
  },
  channels: {
    inApp: 'Eingang',
    email: 'E-Mail',
    sms: 'SMS',
    push: 'Push',
    webhook: 'Webhook',
  },
  notices: {
    assigned: {
      title: '{by} hat dir „{item}“ zugewiesen',
      line: 'Von {by} dir zugewiesen',
      before: ['Auf dem Board {board}.'],
      button: OPEN_ITEM,
      reason: ASSIGNED,
    },
    assignedMany: {
      title: '{by} hat dir {count} Einträge zugewiesen',
      line: '{by} hat dir {count} Einträge zugewiesen',
      before: ['Auf dem Board {board}.'],
      button: OPEN_BOARD,
      reason: 'Du bekommst diese Nachricht, weil dir diese Einträge auf Boardwire zugewiesen sind.',
    },
    mentioned: {
      title: '{by} hat dich in „{item}“ erwähnt',
      line: '{by} hat dich erwähnt',
      before: ['Auf dem Board {board}.'],
      button: OPEN_ITEM,
      reason: 'Du bekommst diese Nachricht, weil dich jemand auf Boardwire erwähnt hat.',
    },
    commented: {
      title: 'Kommentar von {by} zu „{item}“',
      line: 'Kommentar von {by}',
      before: ['Auf dem Board {board}.'],
      button: OPEN_ITEM,
      reason: FOLLOWS,
    },
    statusChanged: {
      title: 'Neuer Status von „{item}“, geändert von {by}',
      line: 'Status geändert von {by}',
      before: ['Auf dem Board {board}.'],
      button: OPEN_ITEM,
      reason: FOLLOWS,
    },
    statusChangedMany: {
      title: '{column} von {count} Einträgen geändert, von {by}',
      line: '{column} von {count} Einträgen geändert, von {by}',
      before: ['Auf dem Board {board}.'],
      button: OPEN_BOARD,
      reason: 'Du bekommst diese Nachricht, weil du diesen Einträgen auf Boardwire folgst.',
    },
    dueSoon: {
      title: '„{item}“ ist am {date} fällig',
      line: 'Fällig am {date}',
      before: ['Der Eintrag steht auf dem Board {board} und ist dir zugewiesen.'],
      button: OPEN_ITEM,
      reason: REMINDER,
    },
    dueSoonMany: {
      title: '{count} Einträge auf {board} sind bald fällig',
      line: '{count} Einträge sind bald fällig',
      before: ['Sie sind dir zugewiesen.'],
      button: OPEN_BOARD,
      reason: REMINDER,
    },
    overdue: {
      title: '„{item}“ war am {date} fällig',
      line: 'War am {date} fällig',
      before: ['Der Eintrag steht auf dem Board {board} und ist dir zugewiesen.'],
      button: OPEN_ITEM,
      reason: REMINDER,
    },
    overdueMany: {
      title: '{count} Einträge auf {board} sind überfällig',
      line: '{count} Einträge sind überfällig',
      before: ['Sie sind dir zugewiesen.'],
      button: OPEN_BOARD,
      reason: REMINDER,
    },
    conflictWaiting: {
      title: 'Zwei Werte für {column} von „{item}“: bitte wähle',
      line: 'Zwei Werte für {column}: bitte wähle',
      before: [
        'Du und {by} habt {column} von „{item}“ gleichzeitig geändert. Der andere Wert steht dort, bis du wählst.',
      ],
      button: 'Wählen',
      reason: 'Du bekommst diese Nachricht, weil du diesen Eintrag auf Boardwire geändert hast.',
    },
    importDone: {
      title: 'Der Import von {file} ist fertig',
      line: 'Der Import von {file} ist fertig',
      before: [
        'Auf dem Board {board} angelegte Einträge: {created}. Geändert: {updated}. Unverändert: {skipped}.',
      ],
      button: OPEN_BOARD,
      reason: IMPORT,
    },
    importFailed: {
      title: 'Der Import von {file} ist fehlgeschlagen',
      line: 'Der Import von {file} ist fehlgeschlagen',
      before: ['Nichts davon wurde übernommen. Die Seite des Imports sagt, woran es lag.'],
      button: 'Import ansehen',
      reason: IMPORT,
    },
    invited: {
      title: '{by} hat dich zum Board {board} eingeladen',
      line: '{by} hat dich zu diesem Board eingeladen',
      before: ['{by} hat dir Zugriff auf das Board {board} gegeben. Was du dort darfst: {level}.'],
      button: OPEN_BOARD,
      reason:
        'Du bekommst diese Nachricht, weil dir jemand Zugriff auf ein Board bei Boardwire gegeben hat.',
    },
    endpointFailing: {
      title: 'Der Webhook {name} wurde abgeschaltet',
      line: 'Der Webhook {name} wurde abgeschaltet',
      before: [
        'Seit {date} konnte an {host} nichts zugestellt werden, deshalb wurde der Webhook abgeschaltet. Was jetzt nicht gesendet wird, kann gesendet werden, sobald er wieder an ist.',
      ],
      button: 'Webhooks ansehen',
      reason: ADMINISTERS,
    },
    endpointGone: {
      title: 'Der Webhook {name} wurde abgeschaltet',
      line: 'Der Webhook {name} wurde abgeschaltet',
      before: [
        '{host} hat geantwortet, dass dort nichts mehr ist (410 Gone), deshalb wurde der Webhook abgeschaltet. Was jetzt nicht gesendet wird, kann gesendet werden, sobald er wieder an ist.',
      ],
      button: 'Webhooks ansehen',
      reason: ADMINISTERS,
    },
    endpointLost: {
      title: 'Der Webhook {name} erfährt nichts mehr',
      line: 'Der Webhook {name} erfährt nichts mehr',
      before: [
        'Wer dahinter steht, oder der Schlüssel, mit dem er angelegt wurde, darf keine Webhooks von {organization} mehr verwalten. Aufrufe an {host} unterbleiben, bis sich das ändert oder jemand ihn übernimmt.',
      ],
      button: 'Webhooks ansehen',
      reason: ADMINISTERS,
    },
    deadLetters: {
      title: 'Nachrichten, die nicht zugestellt werden konnten: {count}',
      line: 'Nachrichten, die nicht zugestellt werden konnten: {count}',
      before: ['Sie warten, bis jemand sie erneut sendet oder verwirft.'],
      button: 'Unzustellbares ansehen',
      reason: ADMINISTERS,
    },
    digest: {
      title: 'Neues auf {board}',
      line: '',
      before: [],
      button: 'Eingang öffnen',
      reason: GATHERED,
    },
    digestMany: {
      title: 'Neues auf deinen Boards',
      line: '',
      before: [],
      button: 'Eingang öffnen',
      reason: GATHERED,
    },
    custom: {
      title: '{title}',
      line: '{title}',
      before: [],
      button: 'Öffnen',
      reason: 'Du bekommst diese Nachricht von {organization} über Boardwire.',
    },
  },
};
