import type { Words } from './words.ts';

const FOLLOWS = 'Vous recevez ce message car vous suivez cet élément sur Boardwire.';
const ASSIGNED = 'Vous recevez ce message car cet élément vous est attribué sur Boardwire.';
const REMINDER = 'Vous recevez ce message car une échéance vous est attribuée sur Boardwire.';
const IMPORT = 'Vous recevez ce message car vous avez lancé cet import sur Boardwire.';
const ADMINISTERS =
  'Vous recevez ce message car vous veillez sur les notifications de l’organisation {organization}.';
const GATHERED =
  'Vous recevez ce message car vous avez choisi de réunir ces nouvelles dans un seul e-mail.';
const OPEN_ITEM = 'Ouvrir l’élément';
const OPEN_BOARD = 'Ouvrir le tableau';

/** What notices say in French. */
export const fr: Words = {
  language: 'fr',
  unnamed: '(sans nom)',
  untitled: '(sans titre)',
  somebody: 'Quelqu’un',
  empty: 'vide',
  change: '{from} → {to}',
  mine: 'Votre valeur',
  theirs: 'La valeur en place',
  dueOn: 'Échéance : {date}',
  dueAt: 'Échéance : {date}, {time}',
  more: 'et {count} de plus',
  elsewhere: 'Tout le reste',
  preferences: 'Choisir ce qui vous est signalé',
  unsubscribe: 'Ne plus recevoir d’e-mails de ce genre',
  levels: {
    viewer: 'Peut lire',
    commenter: 'Peut commenter',
    editor: 'Peut modifier',
    owner: 'Propriétaire',
  },
  channels: {
    inApp: 'Boîte de réception',
    email: 'E-mail',
    sms: 'SMS',
    push: 'Push',
    webhook: 'Webhook',
  },
  notices: {
    assigned: {
      title: 'Attribué par {by} : « {item} »',
      line: 'Attribué par {by}',
      before: ['Sur le tableau {board}.'],
      button: OPEN_ITEM,
      reason: ASSIGNED,
    },
    assignedMany: {
      title: '{count} éléments attribués par {by}',
      line: '{count} éléments attribués par {by}',
      before: ['Sur le tableau {board}.'],
      button: OPEN_BOARD,
      reason: 'Vous recevez ce message car ces éléments vous sont attribués sur Boardwire.',
    },
    mentioned: {
      title: 'Mention par {by} dans « {item} »',
      line: 'Mention par {by}',
      before: ['Sur le tableau {board}.'],
      button: OPEN_ITEM,
      reason: 'Vous recevez ce message car quelqu’un vous a mentionné sur Boardwire.',
    },
    commented: {
      title: 'Commentaire de {by} sur « {item} »',
      line: 'Commentaire de {by}',
      before: ['Sur le tableau {board}.'],
      button: OPEN_ITEM,
      reason: FOLLOWS,
    },
    statusChanged: {
      title: 'Nouveau statut de « {item} », par {by}',
      line: 'Statut modifié par {by}',
      before: ['Sur le tableau {board}.'],
      button: OPEN_ITEM,
      reason: FOLLOWS,
    },
    statusChangedMany: {
      title: '{column} : {count} éléments modifiés par {by}',
      line: '{column} : {count} éléments modifiés par {by}',
      before: ['Sur le tableau {board}.'],
      button: OPEN_BOARD,
      reason: 'Vous recevez ce message car vous suivez ces éléments sur Boardwire.',
    },
    dueSoon: {
      title: '« {item} » : échéance {date}',
      line: 'Échéance : {date}',
      before: ['L’élément est sur le tableau {board} et vous est attribué.'],
      button: OPEN_ITEM,
      reason: REMINDER,
    },
    dueSoonMany: {
      title: '{count} éléments arrivent à échéance sur {board}',
      line: '{count} éléments arrivent à échéance',
      before: ['Ils vous sont attribués.'],
      button: OPEN_BOARD,
      reason: REMINDER,
    },
    overdue: {
      title: '« {item} » : échéance passée, {date}',
      line: 'Échéance passée : {date}',
      before: ['L’élément est sur le tableau {board} et vous est attribué.'],
      button: OPEN_ITEM,
      reason: REMINDER,
    },
    overdueMany: {
      title: '{count} éléments en retard sur {board}',
      line: '{count} éléments en retard',
      before: ['Ils vous sont attribués.'],
      button: OPEN_BOARD,
      reason: REMINDER,
    },
    conflictWaiting: {
      title: 'Deux valeurs pour {column} de « {item} » : choisissez',
      line: 'Deux valeurs pour {column} : choisissez',
      before: [
        'Vous et {by} avez modifié {column} de « {item} » en même temps. L’autre valeur reste en place jusqu’à votre choix.',
      ],
      button: 'Choisir',
      reason: 'Vous recevez ce message car vous avez modifié cet élément sur Boardwire.',
    },
    importDone: {
      title: 'L’import de {file} est terminé',
      line: 'L’import de {file} est terminé',
      before: [
        'Éléments créés sur le tableau {board} : {created}. Modifiés : {updated}. Inchangés : {skipped}.',
      ],
      button: OPEN_BOARD,
      reason: IMPORT,
    },
    importFailed: {
      title: 'L’import de {file} a échoué',
      line: 'L’import de {file} a échoué',
      before: ['Rien n’a été repris. La page de l’import dit pourquoi.'],
      button: 'Voir l’import',
      reason: IMPORT,
    },
    invited: {
      title: 'Invitation de {by} au tableau {board}',
      line: 'Invitation de {by} à ce tableau',
      before: ['Accès au tableau {board} donné par {by}. Ce que vous pouvez y faire : {level}.'],
      button: OPEN_BOARD,
      reason:
        'Vous recevez ce message car quelqu’un vous a donné accès à un tableau sur Boardwire.',
    },
    endpointFailing: {
      title: 'Le webhook {name} a été désactivé',
      line: 'Le webhook {name} a été désactivé',
      before: [
        'Rien n’a pu être remis à {host} depuis le {date} ; il a donc été désactivé. Ce qui n’est pas envoyé maintenant pourra l’être une fois réactivé.',
      ],
      button: 'Voir les webhooks',
      reason: ADMINISTERS,
    },
    endpointGone: {
      title: 'Le webhook {name} a été désactivé',
      line: 'Le webhook {name} a été désactivé',
      before: [
        '{host} a répondu qu’il n’y a plus rien à cette adresse (410 Gone) ; il a donc été désactivé. Ce qui n’est pas envoyé maintenant pourra l’être une fois réactivé.',
      ],
      button: 'Voir les webhooks',
      reason: ADMINISTERS,
    },
    endpointLost: {
      title: 'Le webhook {name} n’apprend plus rien',
      line: 'Le webhook {name} n’apprend plus rien',
      before: [
        'La personne pour qui il agit, ou la clé avec laquelle il a été créé, ne peut plus gérer les webhooks de {organization}. Les appels à {host} n’ont plus lieu tant que cela ne change pas ou que quelqu’un ne le reprend pas.',
      ],
      button: 'Voir les webhooks',
      reason: ADMINISTERS,
    },
    deadLetters: {
      title: 'Messages non remis : {count}',
      line: 'Messages non remis : {count}',
      before: ['Ils attendent que quelqu’un les renvoie ou les écarte.'],
      button: 'Voir les messages non remis',
      reason: ADMINISTERS,
    },
    digest: {
      title: 'Du nouveau sur {board}',
      line: '',
      before: [],
      button: 'Ouvrir la boîte de réception',
      reason: GATHERED,
    },
    digestMany: {
      title: 'Du nouveau sur vos tableaux',
      line: '',
      before: [],
      button: 'Ouvrir la boîte de réception',
      reason: GATHERED,
    },
    custom: {
      title: '{title}',
      line: '{title}',
      before: [],
      button: 'Ouvrir',
      reason: 'Vous recevez ce message de l’organisation {organization}, par Boardwire.',
    },
  },
};
