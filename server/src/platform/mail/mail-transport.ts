/** A mail ready to send. */
export interface MailMessage {
  /** Stays the same on every attempt; becomes the Message-ID. */
  id: string;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Where one click stops mails of this kind (RFC 8058), an https or http address. */
  unsubscribeUrl?: string;
}

/** What became of an attempt. `uncertain`: bytes were sent and no answer came. `code`: the SMTP reply, if there was one. */
export type MailOutcome =
  | { status: 'sent' }
  | {
      status: 'refused';
      reason: string;
      code?: number;
      /** There is no such mailbox. */
      isBadAddress?: true;
      /** There is one, and it takes nothing for now: it is full, or cannot be reached. */
      isSoftBounce?: true;
    }
  | { status: 'later'; reason: string; code?: number }
  | { status: 'uncertain'; reason: string };

/** Takes mails away: to an SMTP server, or into the built-in mailbox. */
export interface MailTransport {
  kind: 'smtp' | 'mailbox';
  /** `signal` ends the attempt: what was not taken by then is not sent any more. */
  send(message: MailMessage, signal?: AbortSignal): Promise<MailOutcome>;
  /** Resolves when the transport could send now; rejects with the reason when not. */
  check(): Promise<void>;
  close(): Promise<void>;
}
