import type { OperationName } from '@boardwire/contract/catalogue';

type NounOf<Name extends string> = Name extends `${infer Noun}.${string}` ? Noun : never;

/** The chapters of the reference page, in its order: a sentence for every noun. */
export const tags: Record<NounOf<OperationName>, string> = {
  authentication:
    'Register, log in with or without a second factor, refresh, log out, verify an address, reset a password.',
  accounts: 'One’s own account: profile, address, password.',
  mfa: 'The second factor: an authenticator app and recovery codes.',
  sessions: 'Where one is signed in.',
  organizations: 'Organizations own everything else; people belong to them as members.',
  members: 'People in an organization and what role each has.',
  roles: 'Named sets of permissions: four built in, others made by the organization.',
  invitations: 'Bring people in by mail or by link.',
  workspaces: 'Folders of boards.',
  boards:
    'Boards, who may see them, and what happened on them. Every change takes the next number of the board’s sequence.',
  templates: 'Boards that begin with content: built-in templates, and the sample board.',
  favourites: 'Boards that one keeps at hand, in one’s own order.',
  recents: 'Boards that one opened last.',
  columns: 'What a board keeps of every item.',
  groups: 'Named sections of a board.',
  items:
    'The rows of a board: fields, places, sub-items, undo, and concurrent edits that wait for a choice.',
  texts:
    'Long texts of items: documents that several people edit at the same time, as a tree or as Yjs state.',
  comments: 'What people say about items.',
  views: 'Saved ways to look at a board, for everybody or for oneself.',
  imports:
    'Boards out of other tools: upload a file, look at what it would become, import it in the background, undo it.',
  notifications:
    'Sending to people, addresses, topics and segments, at once or at a time; following and stopping it, and why somebody got it or did not.',
  deadLetters: 'What nobody could deliver, until somebody sends it again or lets it be.',
  topics: 'Names under which programs gather people whom they notify together.',
  suppressions: 'Addresses that nothing more is sent to.',
  sandbox:
    'Trying things out: what is sent is captured instead, and goes wrong when it is asked to.',
  inbox: 'What waits for oneself: entries with numbers without gaps, read, archived or put off.',
  preferences:
    'How one is notified: categories, channels, and choices for workspaces, boards and items.',
  notificationTemplates:
    'What an organization’s messages say: texts by language and channel, with every version kept.',
  quietHours: 'When one wants to hear nothing.',
  digestTime: 'When one’s digests go out.',
  devices: 'Browsers and phones on which one takes pushes.',
  phone: 'The telephone that text messages reach one on.',
  following: 'Whether one hears of what goes on at an item.',
  providers: 'Who sends mails, text messages and pushes here, and whether they could now.',
  webhooks:
    'Addresses of other programs that hear of what happens: signed calls, their log, and sending them again.',
  apiKeys:
    'Credentials for programs, with a subset of their owner’s permissions in one organization.',
  audit: 'Who did what, to what, from where: append-only and chained by hashes.',
  instance: 'The installation as a whole.',
  connections: 'Tests of what the installation is connected to: database, mail, job queue.',
  instanceDeadLetters:
    'Messages of the installation itself, to people’s accounts, that did not arrive.',
  jobs: 'Background jobs of the installation: queues, what waits, runs and was given up, and running it once more.',
  schedules:
    'Work that repeats at times of its own: when it ran, when it runs next, and running it now.',
  cache: 'What processes remember so that they need not ask the database again.',
  mailbox: 'The built-in mailbox, which takes in mail while no SMTP server is configured.',
};
