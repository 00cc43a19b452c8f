import type { Line } from './line.ts';

/** A link with its words. */
export interface LabelledLink {
  label: Line;
  link: string;
}

/** Something that somebody said, as it was said. */
export interface MailQuote {
  by: Line;
  text: Line;
}

/** A thing that a mail tells of, with what it says about it. */
export interface MailEntry {
  title: Line;
  link: string | null;
  lines: readonly Line[];
}

/** Entries that belong together, as those of one board. */
export interface MailGroup {
  heading: Line | null;
  entries: readonly MailEntry[];
}

/** A mail before it becomes HTML and plain text. */
export interface MailPage {
  language: string;
  subject: string;
  heading: Line;
  before: readonly Line[];
  button: LabelledLink | null;
  /** Stands above the button's link as text; null where the button is enough. */
  copyLink: Line | null;
  second: LabelledLink | null;
  facts: readonly { label: Line; value: Line }[];
  quotes?: readonly MailQuote[];
  groups?: readonly MailGroup[];
  /** How much more there is than the lists show. */
  rest?: Line | null;
  after: readonly Line[];
  reason: Line;
  /** Where to choose what one is told about, and how to be told no more. */
  footer?: readonly LabelledLink[];
}
