import type { Messages } from './messages.ts';

const HAS_ACCOUNT =
  'Du bekommst diese Nachricht, weil ein Konto bei Boardwire diese Adresse verwendet.';
const IF_NOT_YOU =
  'Wenn du es nicht warst, wähle sofort über „Passwort vergessen?“ auf der Anmeldeseite ein neues Passwort und sag dem Eigentümer deiner Organisation Bescheid.';
const IF_YOU = 'Wenn du es warst, ist nichts zu tun.';

/** What mails say in German. */
export const de: Messages = {
  language: 'de',
  greeting: 'Hallo {name},',
  unnamed: '(ohne Namen)',
  copyLink: 'Wenn die Schaltfläche nicht funktioniert, öffne diese Adresse in deinem Browser:',
  facts: { at: 'Wann', device: 'Gerät', ipAddress: 'IP-Adresse' },
  mails: {
    verifyEmail: {
      subject: 'Bestätige deine E-Mail-Adresse',
      heading: 'Bestätige deine E-Mail-Adresse',
      before: [
        'Ein Schritt fehlt noch: Bestätige, dass diese Adresse dir gehört, dann ist dein Konto bei Boardwire fertig.',
      ],
      button: 'Adresse bestätigen',
      after: [
        'Wenn du dich nicht registriert hast, beachte diese Nachricht nicht; dann passiert nichts.',
      ],
      reason:
        'Du bekommst diese Nachricht, weil sich jemand mit dieser Adresse bei Boardwire registriert hat.',
    },
    resetPassword: {
      subject: 'Wähle ein neues Passwort',
      heading: 'Wähle ein neues Passwort',
      before: [
        'Jemand, wahrscheinlich du, hat ein neues Passwort für dein Konto bei Boardwire angefordert.',
      ],
      button: 'Neues Passwort wählen',
      after: [
        'Der Link funktioniert einmal, {duration} lang.',
        'Wenn du es nicht warst, beachte diese Nachricht nicht: Dein Passwort bleibt, wie es ist.',
      ],
      reason:
        'Du bekommst diese Nachricht, weil mit dieser Adresse ein neues Passwort angefordert wurde.',
    },
    accountExists: {
      subject: 'Du hast schon ein Konto',
      heading: 'Du hast schon ein Konto',
      before: [
        'Jemand, wahrscheinlich du, hat sich mit dieser Adresse bei Boardwire registriert. Sie hat schon ein Konto, deshalb wurde kein zweites angelegt.',
      ],
      button: 'Anmelden',
      secondLink: 'Passwort vergessen? Wähle ein neues:',
      after: ['Wenn du es nicht warst, ist nichts zu tun.'],
      reason:
        'Du bekommst diese Nachricht, weil sich jemand mit dieser Adresse bei Boardwire registriert hat.',
    },
    invitation: {
      subject: '{inviterName} lädt dich zu {organizationName} ein',
      heading: 'Komm zu {organizationName} auf Boardwire',
      before: [
        '{inviterName} lädt dich ein, mit {organizationName} auf Boardwire zu arbeiten. Deine Rolle dort: {roleName}.',
      ],
      button: 'Einladung ansehen',
      after: [
        'Die Einladung gilt bis {expiresAt}.',
        'Wenn du nicht weißt, von wem sie kommt, beachte diese Nachricht nicht: Ohne dich passiert nichts.',
      ],
      reason:
        'Du bekommst diese Nachricht, weil {inviterName} deine Adresse eingegeben hat, um dich zu {organizationName} einzuladen.',
    },
    confirmEmailChange: {
      subject: 'Bestätige deine neue E-Mail-Adresse',
      heading: 'Bestätige deine neue E-Mail-Adresse',
      before: [
        'Du möchtest {newEmail} für dein Konto bei Boardwire verwenden. Bis du das bestätigst, bleibt die alte Adresse.',
      ],
      button: 'Neue Adresse bestätigen',
      after: [
        'Wenn du es nicht warst, beachte diese Nachricht nicht: Die Adresse wird dann nicht verwendet.',
      ],
      reason:
        'Du bekommst diese Nachricht, weil diese Adresse als neue für ein Konto bei Boardwire eingegeben wurde.',
    },
    emailChanged: {
      subject: 'Deine E-Mail-Adresse wurde geändert',
      heading: 'Deine E-Mail-Adresse wurde geändert',
      before: [
        'Dein Konto bei Boardwire verwendet jetzt {newEmail}. Von nun an meldest du dich damit an, und Nachrichten gehen dorthin.',
      ],
      after: [
        IF_YOU,
        'Wenn du es nicht warst, ist jemand anderes in deinem Konto: Bitte sofort den Eigentümer deiner Organisation um Hilfe.',
      ],
      reason:
        'Du bekommst diese Nachricht, weil ein Konto bei Boardwire diese Adresse bisher verwendet hat.',
    },
    passwordChanged: {
      subject: 'Dein Passwort wurde geändert',
      heading: 'Dein Passwort wurde geändert',
      before: ['Das Passwort deines Kontos bei Boardwire wurde geändert.'],
      after: [IF_YOU, IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    mfaEnabled: {
      subject: 'Die Anmeldung in zwei Schritten ist an',
      heading: 'Die Anmeldung in zwei Schritten ist an',
      before: [
        'Von nun an fragt dein Konto bei Boardwire nach dem Passwort auch nach einem Code aus deiner Authenticator-App.',
      ],
      after: [
        'Bewahre deine Wiederherstellungscodes sicher auf: Mit ihnen kommst du hinein, wenn du die App nicht zur Hand hast.',
        IF_NOT_YOU,
      ],
      reason: HAS_ACCOUNT,
    },
    mfaDisabled: {
      subject: 'Die Anmeldung in zwei Schritten ist aus',
      heading: 'Die Anmeldung in zwei Schritten ist aus',
      before: [
        'Dein Konto bei Boardwire fragt nach dem Passwort nicht mehr nach einem Code. Das Passwort allein öffnet es.',
      ],
      after: [IF_YOU, IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    newSignIn: {
      subject: 'Neue Anmeldung in deinem Konto',
      heading: 'Neue Anmeldung in deinem Konto',
      before: [
        'Jemand hat sich in deinem Konto bei Boardwire von einem Gerät aus angemeldet, das wir noch nicht kennen.',
      ],
      after: [IF_YOU, IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    organizationDeletionScheduled: {
      subject: '{organizationName} wird gelöscht',
      heading: '{organizationName} wird gelöscht',
      before: [
        '{byName} möchte {organizationName} löschen. Am {on} geht alles für immer, mit allen Boards und Dateien.',
        'Bis dahin kann jeder Eigentümer das in den Einstellungen abbrechen.',
      ],
      button: 'Einstellungen öffnen',
      after: [],
      reason: 'Du bekommst diese Nachricht, weil dir {organizationName} auf Boardwire gehört.',
    },
    connectionTest: {
      subject: 'Testnachricht',
      heading: 'Nachrichten von Boardwire kommen an',
      before: [
        'Du hast diese Nachricht in den Einstellungen der Instanz angefordert, um zu sehen, ob E-Mails ankommen.',
      ],
      button: 'Einstellungen der Instanz öffnen',
      after: [
        'Wenn die Schaltfläche nirgendwohin führt, ist PUBLIC_URL nicht die Adresse, die ihr verwendet.',
      ],
      reason:
        'Du bekommst diese Nachricht, weil du sie in den Einstellungen deiner Instanz angefordert hast.',
    },
  },
};
