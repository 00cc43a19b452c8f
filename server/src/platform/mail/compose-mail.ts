import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
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

/** Whether `message` goes to one address and carries an id of ours; anything else is never sent. */
export function isSendable(message: MailMessage): boolean {
  return ADDRESS.test(message.to) && MESSAGE_ID.test(message.id);
}

/** Writes a mail as MIME. No value can add a header, a recipient or a file. */
export async function composeMail(message: MailMessage): Promise<ComposedMail> {
  const mail = new MailComposer({
    messageId: `<${message.id}@boardwire>`,
    from: toOneLine(message.from),
    to: { name: '', address: message.to },
    subject: encodeSubject(message.subject),
    text: message.text,
    html: message.html,
    // Out-of-office replies to nobody (RFC 3834 section 5).
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const content = await mail.build();
  const { from, to } = mail.getEnvelope();
  return { envelope: { from, to, size: content.length }, content };
}

/** Encoded words pass the composer as they are, so names could speak in them to the reader's program (RFC 2047). */
function encodeSubject(subject: string): string {
  const line = toOneLine(subject);
  return line.includes('=?') ? encodeWord(line, 'B', ENCODED_LINE_BYTES) : line;
}

function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
