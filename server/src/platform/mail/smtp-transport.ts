import { composeMail, isSendable } from './compose-mail.ts';
import type { DkimKey } from './dkim.ts';
import type { Egress } from '../egress/egress.ts';
import { noTracing, type SpanDescription, type Tracing } from '../trace/tracing.ts';
import type { MailOutcome, MailTransport } from './mail-transport.ts';
import { cleanText } from './plain-name.ts';
import { createSmtpPool } from './smtp-pool.ts';
import type { SendFailure } from './smtp-session.ts';
import { readSmtpUrl } from './smtp-url.ts';
import { isAboutSender, isDeadAddress } from './status-code.ts';

/** Greeting, log-in and a mail of some hundred kilobytes; meanwhile signs of life keep the worker's claim (delivery D7). */
const ATTEMPT_TIMEOUT_MS = 36_000;
/** Reasons are stored and logged. */
const REASON_MAX_LENGTH = 300;
/**
 * Replies with 5 at the front that speak of the session, not of the mail: bad sequence, and everything around
 * log-in and encryption (RFC 4954 section 6, RFC 3207 section 4). Mail waits until the settings are mended.
 */
const SESSION_CODES = new Set([503, 523, 524, 525, 530, 534, 535, 538]);

const SEND_SPAN: SpanDescription = { name: 'call smtp', kind: 'client' };

/**
 * Sends by SMTP, over sessions that mails share. Mail that was turned away with a 5xx reply is refused, any other that
 * was not taken is for later; once its content was on its way and no reply came, its fate is uncertain.
 */
export function createSmtpTransport({
  url,
  egress,
  timeoutMs = ATTEMPT_TIMEOUT_MS,
  tracing = noTracing,
  host,
  dkim,
  bouncesTo,
}: {
  url: string;
  egress: Pick<Egress, 'connect'>;
  timeoutMs?: number;
  tracing?: Tracing;
  /** Names us in Message-IDs. */
  host?: string;
  dkim?: DkimKey;
  /** Where mails that cannot be delivered come back to. */
  bouncesTo?: string;
}): MailTransport {
  const pool = createSmtpPool({ server: readSmtpUrl(url, timeoutMs), timeoutMs, egress });
  const wording = {
    ...(host !== undefined && { host }),
    ...(dkim !== undefined && { dkim }),
    ...(bouncesTo !== undefined && { bouncesTo }),
  };
  return {
    kind: 'smtp',
    async send(message, signal) {
      if (!isSendable(message))
        return {
          status: 'refused',
          reason: 'the recipient is not one mail address',
          isBadAddress: true,
        };
      try {
        const mail = await composeMail(message, wording);
        const failure = await tracing.child(SEND_SPAN, () => pool.send(mail, signal));
        return failure === null ? { status: 'sent' } : judge(failure);
      } catch (error) {
        return { status: 'later', reason: describe(error), ...coded(error) };
      }
    },
    check: () => pool.check(),
    async close() {
      pool.close();
    },
  };
}

function judge({ error, isBodyOut }: SendFailure): MailOutcome {
  const reason = describe(error);
  const code = codeOf(error);
  if (code >= 500 && !SESSION_CODES.has(code))
    return {
      status: 'refused',
      reason,
      code,
      ...judgeRecipient(error, code),
    };
  if (code >= 400) return { status: 'later', reason, code };
  if (isBodyOut) return { status: 'uncertain', reason };
  // Refused on this side, by what the server said of itself: the address or the size.
  return { status: isMailError(error) ? 'refused' : 'later', reason };
}

/** No such mailbox, or one that takes nothing any more (RFC 5321 section 4.2.3). */
const ADDRESS_CODES = new Set([550, 551, 553]);

/** A mailbox that is full. */
const FULL_CODE = 552;

/**
 * What a refusal of a recipient says of the address. Where the server says more than the reply code, that counts: a full
 * mailbox and a policy come with 550 too.
 */
function judgeRecipient(
  error: unknown,
  code: number,
): { isBadAddress?: true; isSoftBounce?: true } {
  const { command, response } = error as { command?: string; response?: string };
  if (command !== 'RCPT TO') return {};
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
  const isDead = status === undefined ? ADDRESS_CODES.has(code) : isDeadAddress(status);
  if (isDead) return { isBadAddress: true };
  const isSoft = status === undefined ? code === FULL_CODE : !isAboutSender(status);
  return isSoft ? { isSoftBounce: true } : {};
}

function coded(error: unknown): { code?: number } {
  const code = codeOf(error);
  return code > 0 ? { code } : {};
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
