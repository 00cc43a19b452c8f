/** What a mail says. `{name}` stands for a value; texts hold no markup. */
export interface MailMessages {
  subject: string;
  heading: string;
  /** Paragraphs above the button. */
  before: readonly string[];
  button?: string;
  /** Leads to the second link. */
  secondLink?: string;
  /** Paragraphs below the button. */
  after: readonly string[];
  /** Why somebody gets this mail; stands in the footer. */
  reason: string;
}

/** Facts that are shown as a list. */
export type Fact = 'at' | 'device' | 'ipAddress';

/** Everything that mails say in one language. */
export interface Messages {
  /** BCP 47 tag of the language. */
  language: string;
  greeting: string;
  /** Stands for a name that is empty once unseen characters are gone. */
  unnamed: string;
  copyLink: string;
  facts: Record<Fact, string>;
  mails: Record<
    | 'verifyEmail'
    | 'resetPassword'
    | 'accountExists'
    | 'invitation'
    | 'confirmEmailChange'
    | 'emailChanged'
    | 'passwordChanged'
    | 'mfaEnabled'
    | 'mfaDisabled'
    | 'newSignIn'
    | 'organizationDeletionScheduled'
    | 'connectionTest',
    MailMessages
  >;
}
