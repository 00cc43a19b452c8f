/**
 * What the product tells people, and how it reaches them unless they choose otherwise. Free of zod, so that the browser
 * can use it. The words stand in the server's messages (mail, push, text message) and in the web app's (inbox).
 */

/** How a notice can reach somebody; the same names as `channelNames` of notifications.ts. */
export type NoticeChannel = 'inApp' | 'email' | 'sms' | 'push' | 'webhook';
/** At once, not at all, or gathered with others. */
export type NoticeMode = 'on' | 'off' | 'digest';

/** What people choose about: each category has a row in the grid of preferences, unless it is mandatory. */
export interface NoticeCategory {
  /** What somebody who has chosen nothing gets. */
  modes: Readonly<Record<NoticeChannel, NoticeMode>>;
  /** Nobody can turn it off: it says that an account changed hands, or what somebody just asked for. */
  isMandatory: boolean;
}

/** For what wants an answer of this person. */
const personal = { inApp: 'on', email: 'on', push: 'on', sms: 'off', webhook: 'off' } as const;
/** For what is good to know: one mail for many. */
const background = {
  inApp: 'on',
  email: 'digest',
  push: 'off',
  sms: 'off',
  webhook: 'off',
} as const;
const mailOnly = { inApp: 'off', email: 'on', push: 'off', sms: 'off', webhook: 'off' } as const;
/** For programs that say themselves which channels they want. */
const asAsked = { inApp: 'on', email: 'on', push: 'on', sms: 'on', webhook: 'on' } as const;

/** The categories, in the order in which people see them. */
export const noticeCategories = {
  assigned: { modes: personal, isMandatory: false },
  mentioned: { modes: personal, isMandatory: false },
  commented: { modes: { ...background, push: 'on' }, isMandatory: false },
  statusChanged: { modes: background, isMandatory: false },
  reminders: { modes: personal, isMandatory: false },
  conflicts: { modes: personal, isMandatory: false },
  invitations: { modes: personal, isMandatory: false },
  imports: { modes: { ...personal, email: 'off' }, isMandatory: false },
  /** For administrators: an endpoint that was turned off, messages that nobody could deliver. */
  operation: { modes: { ...personal, push: 'off' }, isMandatory: false },
  /** Messages of other programs of the organization. */
  custom: { modes: asAsked, isMandatory: false },
  account: { modes: mailOnly, isMandatory: true },
} as const satisfies Record<string, NoticeCategory>;

export type NoticeCategoryName = keyof typeof noticeCategories;

/** What a notice carries of what it gathered; the rest is a count. */
export const noticeLimits = { people: 3, excerpts: 5, excerptLength: 300, changes: 10, items: 10 };

/** Who did it, as they were called then; without an id it was no person. */
export interface NoticePerson {
  id: string | null;
  name: string;
}

/** An item and where it is, as they were called when the notice was written. */
export interface NoticeItem {
  item: { id: string; title: string };
  board: { id: string; name: string };
}

/** An item, with who did something to it; the last one first, at most `noticeLimits.people`. */
export interface NoticeDeed extends NoticeItem {
  by: readonly NoticePerson[];
}

/** One change of many items is one notice: `items` begins with the first, `count` is all of them. */
export interface NoticeDeeds extends NoticeDeed {
  items: readonly { id: string; title: string }[];
  count: number;
}

/** Something that was written: a comment, or the text of a column. */
export interface NoticeExcerpt {
  by: NoticePerson;
  /** Plain text, cut. */
  text: string;
  /** Null where it was no comment. */
  commentId: string | null;
  /** The column of a text; null for a comment. */
  columnName: string | null;
}

/** An item that is due. */
export interface NoticeDue {
  id: string;
  title: string;
  /** `YYYY-MM-DD`. */
  dueOn: string;
  /** `HH:MM`, in the time zone of the reader; null for a whole day. */
  dueAt: string | null;
}

interface DueNotice {
  board: { id: string; name: string };
  /** The next one first, at most `noticeLimits.items`. */
  items: readonly NoticeDue[];
  /** All of them. */
  count: number;
}

/** What each type of notice is filled with. */
export interface NoticeValues {
  assigned: NoticeDeeds & { columnNames: readonly string[] };
  mentioned: NoticeDeed & { excerpts: readonly NoticeExcerpt[]; count: number };
  commented: NoticeDeed & { excerpts: readonly NoticeExcerpt[]; count: number };
  /** From what to what; a label is empty where nothing was chosen. Of several items only the columns are named. */
  statusChanged: NoticeDeeds & {
    columnNames: readonly string[];
    changes: readonly { columnId: string; columnName: string; from: string; to: string }[];
  };
  dueSoon: DueNotice;
  overdue: DueNotice;
  /** `mine` is what the reader wrote, `theirs` what stands there now. */
  conflictWaiting: NoticeDeed & {
    conflictId: string;
    columnName: string;
    mine: string;
    theirs: string;
  };
  importFinished: {
    /** Null when it would have made one. */
    board: { id: string; name: string } | null;
    importId: string;
    fileName: string;
    outcome: 'done' | 'failed';
    created: number;
    updated: number;
    skipped: number;
  };
  /** Somebody may see or edit a board now. */
  invited: {
    board: { id: string; name: string };
    by: readonly NoticePerson[];
    level: string;
  };
  /**
   * `gone`: it answered that nothing is there any more; `failing`: nothing arrived since a time; `lost`: whoever it acts for
   * may not manage webhooks any more, so that it hears of nothing.
   */
  endpointDisabled: {
    endpointId: string;
    name: string;
    host: string;
    reason: 'gone' | 'failing' | 'lost';
    failingSince: string | null;
  };
  /** Messages that were given up since the last such notice. */
  deadLetters: { count: number; channels: Readonly<Partial<Record<NoticeChannel, number>>> };
  /** The carrier of a digest; its lines are read when it is sent. */
  digest: { digestId: string };
  custom: { title: string; body: string; url?: string };
}

export type NoticeType = keyof NoticeValues;

/** The category of each type that is about work; a digest has the one of its members, decided before. */
export const noticeTypes = {
  assigned: 'assigned',
  mentioned: 'mentioned',
  commented: 'commented',
  statusChanged: 'statusChanged',
  dueSoon: 'reminders',
  overdue: 'reminders',
  conflictWaiting: 'conflicts',
  importFinished: 'imports',
  invited: 'invitations',
  endpointDisabled: 'operation',
  deadLetters: 'operation',
  digest: 'custom',
  custom: 'custom',
} as const satisfies Record<NoticeType, NoticeCategoryName>;

/** Mails about an account, in the category `account`: by mail alone, to one address. */
export const accountNotices = [
  'verifyEmail',
  'resetPassword',
  'accountExists',
  'invitation',
  'confirmEmailChange',
  'emailChanged',
  'passwordChanged',
  'mfaEnabled',
  'mfaDisabled',
  'newSignIn',
  'organizationDeletionScheduled',
  'connectionTest',
] as const;
