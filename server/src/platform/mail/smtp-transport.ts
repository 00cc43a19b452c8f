import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { composeMail, isSendable } from './compose-mail.ts';
import type { Egress } from '../egress/egress.ts';
import { noTracing, type SpanDescription, type Tracing } from '../trace/tracing.ts';
import type { MailOutcome, MailTransport } from './mail-transport.ts';
import { cleanText } from './plain-name.ts';
import { withSmtpSession, type SendFailure } from './smtp-session.ts';
import { readSmtpUrl } from './smtp-url.ts';

/** An attempt ends before the worker's claim on the mail does (60 s), or two would send it. */
const ATTEMPT_TIMEOUT_MS = 45_000;
/** Reasons are stored and logged. */
const REASON_MAX_LENGTH = 300;
/**
 * Replies with 5 at the front that speak of the session, not of the mail: bad sequence, and everything around
 * log-in and encryption (RFC 4954 section 6, RFC 3207 section 4). Mail waits until the settings are mended.
 */
const SESSION_CODES = new Set([503, 523, 524, 525, 530, 534, 535, 538]);

const SEND_SPAN: SpanDescription = { name: 'call smtp', kind: 'client' };

/**
 * Sends by SMTP, a connection for each mail. Mail that was turned away with a 5xx reply is refused, any other that
 * was not taken is for later; once its content was on its way and no reply came, its fate is uncertain.
 */
export function createSmtpTransport({
  url,
  egress,
  timeoutMs = ATTEMPT_TIMEOUT_MS,
  tracing = noTracing,
}: {
  url: string;
  egress: Pick<Egress, 'connect'>;
  timeoutMs?: number;
  tracing?: Tracing;
}): MailTransport {
  const open = new Set<SMTPConnection>();
  const dialing = { server: readSmtpUrl(url, timeoutMs), timeoutMs, egress, open };
  return {
    kind: 'smtp',
    async send(message) {
      if (!isSendable(message))
        return { status: 'refused', reason: 'the recipient is not one mail address' };
      try {
        const mail = await composeMail(message);
        const failure = await tracing.child(SEND_SPAN, () =>
          withSmtpSession(dialing, (session) => session.send(mail)),
        );
        return failure === null ? { status: 'sent' } : judge(failure);
      } catch (error) {
        return { status: 'later', reason: describe(error) };
      }
    },
    check: () => withSmtpSession(dialing, async () => {}),
    async close() {
      for (const connection of open) connection.close();
    },
  };
}

function judge({ error, isBodyOut }: SendFailure): MailOutcome {
  const reason = describe(error);
  const code = codeOf(error);
  if (code >= 500) return { status: SESSION_CODES.has(code) ? 'later' : 'refused', reason };
  if (code >= 400) return { status: 'later', reason };
  if (isBodyOut) return { status: 'uncertain', reason };
  // Refused on this side, by what the server said of itself: the address or the size.
  return { status: isMailError(error) ? 'refused' : 'later', reason };
}

/** The SMTP reply code, or 0 without a reply. */
function codeOf(error: unknown): number {
  return error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
}

function isMailError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
  );
}

function describe(error: unknown): string {
  return cleanText(error instanceof Error ? error.message : String(error), REASON_MAX_LENGTH);
}
