import type { NoticeChannel } from '@boardwire/contract/notices';

/** What a notice says. `{name}` stands for a value; texts hold no markup. */
export interface NoticeWords {
  /** Subject and heading of a mail, the whole of a text message, title of a push. */
  title: string;
  /** Below the name of its item where many notices stand in one mail. */
  line: string;
  /** Paragraphs above the button. */
  before: readonly string[];
  button: string;
  /** Why somebody gets it; stands in the footer. */
  reason: string;
}

/** Everything that a notice can say; `Many` is about several items of a board at once. */
export type NoticeText =
  | 'assigned'
  | 'assignedMany'
  | 'mentioned'
  | 'commented'
  | 'statusChanged'
  | 'statusChangedMany'
  | 'dueSoon'
  | 'dueSoonMany'
  | 'overdue'
  | 'overdueMany'
  | 'conflictWaiting'
  | 'importDone'
  | 'importFailed'
  | 'invited'
  | 'endpointFailing'
  | 'endpointGone'
  | 'endpointLost'
  | 'deadLetters'
  | 'digest'
  | 'digestMany'
  | 'custom';

/** Everything that notices say in one language. */
export interface Words {
  /** BCP 47 tag of the language. */
  language: string;
  /** Stands for a name that is empty once unseen characters are gone. */
  unnamed: string;
  /** Stands for an item without a title. */
  untitled: string;
  /** Whoever did it is no person, or gone. */
  somebody: string;
  /** A field without a value. */
  empty: string;
  change: string;
  mine: string;
  theirs: string;
  dueOn: string;
  dueAt: string;
  more: string;
  /** Heading of what belongs to no board. */
  elsewhere: string;
  preferences: string;
  unsubscribe: string;
  levels: Readonly<Record<string, string>>;
  channels: Readonly<Record<NoticeChannel, string>>;
  notices: Readonly<Record<NoticeText, NoticeWords>>;
}
