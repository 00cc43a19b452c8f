import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import { signMail, type DkimKey } from './dkim.ts';
import type { MailMessage } from './mail-transport.ts';

/** A mail as it goes over the wire. */
export interface ComposedMail {
  envelope: { from: string | false; to: string[]; size: number };
  content: Buffer;
}

/** One address: no list, no comment, no display name, no header, no SMTP parameter. */
const ADDRESS = /^[^\p{C}\s<>()[\]\\,;:"]+@[^\p{C}\s<>()[\]\\,;:"@]+$/u;
/** RFC 2047 section 2: an encoded word has 75 characters at most, its frame included. */
const ENCODED_LINE_BYTES = 52;
const MESSAGE_ID = /^[\w-]+$/;

/** Whether a link may stand in a header: on one line, without what would end it (RFC 2369 section 2). */
function isLinkForHeader(url: string): boolean {
  return /^https?:\/\/[!-;=?-~]+$/.test(url);
}

/** Whether `message` goes to one address and carries an id of ours; anything else is never sent. */
export function isSendable(message: MailMessage): boolean {
  return ADDRESS.test(message.to) && MESSAGE_ID.test(message.id);
}

/** What is the same in all mails of a server. */
interface Wording {
  host?: string;
  dkim?: DkimKey;
  bouncesTo?: string;
}

/** Writes a mail as MIME; `host` names us in its Message-ID. No value can add a header, a recipient or a file. */
export async function composeMail(
  message: MailMessage,
  { host = 'boardwire', dkim, bouncesTo }: Wording = {},
): Promise<ComposedMail> {
  const mail = new MailComposer({
    messageId: `<${message.id}@${host}>`,
    from: toOneLine(message.from),
    to: { name: '', address: message.to },
    subject: encodeSubject(message.subject),
    text: message.text,
    html: message.html,
    // Out-of-office replies to nobody (RFC 3834 section 5).
    headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(message) },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const built = await mail.build();
  const content = dkim === undefined ? built : await signMail(built, dkim);
  const { from, to } = mail.getEnvelope();
  const sender = bouncesTo === undefined ? from : nameSender(bouncesTo, message.id);
  return { envelope: { from: sender, to, size: content.length }, content };
}

/** An address of its own for each mail, so that what comes back tells which one it was, whatever it carries. */
function nameSender(bouncesTo: string, id: string): string {
  const at = bouncesTo.lastIndexOf('@');
  return `${bouncesTo.slice(0, at)}+${id}${bouncesTo.slice(at)}`;
}

/** Unfolded, each on one line: mail programs that offer the button want them so (RFC 8058 section 3.1). */
function unsubscribeHeaders({ unsubscribeUrl }: MailMessage) {
  if (unsubscribeUrl === undefined || !isLinkForHeader(unsubscribeUrl)) return {};
  const line = (value: string) => ({ prepared: true, foldLines: false, value });
  return {
    'List-Unsubscribe': line(`<${unsubscribeUrl}>`),
    'List-Unsubscribe-Post': line('List-Unsubscribe=One-Click'),
  };
}

/** Encoded words pass the composer as they are, so names could speak in them to the reader's program (RFC 2047). */
function encodeSubject(subject: string): string {
  const line = toOneLine(subject);
  return line.includes('=?') ? encodeWord(line, 'B', ENCODED_LINE_BYTES) : line;
}

function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
