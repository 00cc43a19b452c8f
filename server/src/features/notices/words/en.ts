import type { Words } from './words.ts';

const FOLLOWS = 'You get this message because you follow this item on Boardwire.';
const ASSIGNED = 'You get this message because you are assigned to this item on Boardwire.';
const REMINDER = 'You get this message because you are assigned to what is due on Boardwire.';
const IMPORT = 'You get this message because you started this import on Boardwire.';
const ADMINISTERS = 'You get this message because you look after notifications of {organization}.';
const OPEN_ITEM = 'Open item';
const OPEN_BOARD = 'Open board';

/** What notices say in English. */
export const en: Words = {
  language: 'en',
  unnamed: '(no name)',
  untitled: '(untitled)',
  somebody: 'Somebody',
  empty: 'empty',
  change: '{from} → {to}',
  mine: 'Your value',
  theirs: 'The value that stands there',
  dueOn: 'Due on {date}',
  dueAt: 'Due on {date}, {time}',
  more: 'and {count} more',
  elsewhere: 'Everything else',
  preferences: 'Choose what you are told about',
  unsubscribe: 'No more mails like this',
  levels: {
    viewer: 'Can read',
    commenter: 'Can comment',
    editor: 'Can edit',
    owner: 'Owner',
  },
  channels: {
    inApp: 'Inbox',
    email: 'E-mail',
    sms: 'Text message',
    push: 'Push',
    webhook: 'Webhook',
  },
  notices: {
    assigned: {
      title: '{by} assigned you to “{item}”',
      line: '{by} assigned you',
      before: ['On the board {board}.'],
      button: OPEN_ITEM,
      reason: ASSIGNED,
    },
    assignedMany: {
      title: '{by} assigned you to {count} items',
      line: '{by} assigned you to {count} items',
      before: ['On the board {board}.'],
      button: OPEN_BOARD,
      reason: 'You get this message because you are assigned to these items on Boardwire.',
    },
    mentioned: {
      title: '{by} mentioned you in “{item}”',
      line: '{by} mentioned you',
      before: ['On the board {board}.'],
      button: OPEN_ITEM,
      reason: 'You get this message because somebody mentioned you on Boardwire.',
    },
    commented: {
      title: '{by} commented on “{item}”',
      line: '{by} commented',
      before: ['On the board {board}.'],
      button: OPEN_ITEM,
      reason: FOLLOWS,
    },
    statusChanged: {
      title: '{by} changed the status of “{item}”',
      line: '{by} changed the status',
      before: ['On the board {board}.'],
      button: OPEN_ITEM,
      reason: FOLLOWS,
    },
    statusChangedMany: {
      title: '{by} changed {column} of {count} items',
      line: '{by} changed {column} of {count} items',
      before: ['On the board {board}.'],
      button: OPEN_BOARD,
      reason: 'You get this message because you follow these items on Boardwire.',
    },
    dueSoon: {
      title: '“{item}” is due on {date}',
      line: 'Due on {date}',
      before: ['It is on the board {board}, and assigned to you.'],
      button: OPEN_ITEM,
      reason: REMINDER,
    },
    dueSoonMany: {
      title: '{count} items are due soon on {board}',
      line: '{count} items are due soon',
      before: ['They are assigned to you.'],
      button: OPEN_BOARD,
      reason: REMINDER,
    },
    overdue: {
      title: '“{item}” was due on {date}',
      line: 'Was due on {date}',
      before: ['It is on the board {board}, and assigned to you.'],
      button: OPEN_ITEM,
      reason: REMINDER,
    },
    overdueMany: {
      title: '{count} items are overdue on {board}',
      line: '{count} items are overdue',
      before: ['They are assigned to you.'],
      button: OPEN_BOARD,
      reason: REMINDER,
    },
    conflictWaiting: {
      title: 'Two values for {column} of “{item}”: please choose',
      line: 'Two values for {column}: please choose',
      before: [
        'You and {by} changed {column} of “{item}” at the same time. The other value stands there until you choose.',
      ],
      button: 'Choose',
      reason: 'You get this message because you changed this item on Boardwire.',
    },
    importDone: {
      title: 'The import of {file} is done',
      line: 'The import of {file} is done',
      before: [
        '{created} items were made on the board {board} and {updated} were changed; {skipped} stayed as they were.',
      ],
      button: OPEN_BOARD,
      reason: IMPORT,
    },
    importFailed: {
      title: 'The import of {file} failed',
      line: 'The import of {file} failed',
      before: ['Nothing of it was taken over. The import page says what went wrong.'],
      button: 'See the import',
      reason: IMPORT,
    },
    invited: {
      title: '{by} invited you to the board {board}',
      line: '{by} invited you to this board',
      before: ['{by} gave you access to the board {board}. What you may do there: {level}.'],
      button: OPEN_BOARD,
      reason: 'You get this message because somebody gave you access to a board on Boardwire.',
    },
    endpointFailing: {
      title: 'The webhook {name} was turned off',
      line: 'The webhook {name} was turned off',
      before: [
        'Nothing could be delivered to {host} since {date}, so it was turned off. What is not sent now can be sent once it is on again.',
      ],
      button: 'See webhooks',
      reason: ADMINISTERS,
    },
    endpointGone: {
      title: 'The webhook {name} was turned off',
      line: 'The webhook {name} was turned off',
      before: [
        '{host} answered that nothing is there any more (410 Gone), so it was turned off. What is not sent now can be sent once it is on again.',
      ],
      button: 'See webhooks',
      reason: ADMINISTERS,
    },
    endpointLost: {
      title: 'The webhook {name} hears of nothing any more',
      line: 'The webhook {name} hears of nothing any more',
      before: [
        'The one whom it acts for, or the key that it was made with, may not manage webhooks of {organization} any more. {host} is not called until that changes or somebody takes it over.',
      ],
      button: 'See webhooks',
      reason: ADMINISTERS,
    },
    deadLetters: {
      title: 'Messages that could not be delivered: {count}',
      line: 'Messages that could not be delivered: {count}',
      before: ['They wait until somebody sends them again or discards them.'],
      button: 'See dead letters',
      reason: ADMINISTERS,
    },
    digest: {
      title: 'What is new on {board}',
      line: '',
      before: [],
      button: 'Open inbox',
      reason: 'You get this message because you chose to have such news gathered in one mail.',
    },
    digestMany: {
      title: 'What is new on your boards',
      line: '',
      before: [],
      button: 'Open inbox',
      reason: 'You get this message because you chose to have such news gathered in one mail.',
    },
    custom: {
      title: '{title}',
      line: '{title}',
      before: [],
      button: 'Open',
      reason: 'You get this message from {organization} by way of Boardwire.',
    },
  },
};
