import type { MailOutcome, MailTransport } from '../../platform/mail/mail-transport.ts';
import { unreachable } from '../../kernel/assert.ts';
import type { ports } from '../delivery/index.ts';
import { readUnsubscribeUrl } from './unsubscribe-headers.ts';

/** An attempt by SMTP: greeting, log-in and a mail of some hundred kilobytes; longer than the transport's own limit. */
const TIMEOUT_MS = 40_000;

/** Sends mail by a transport: a server's, or the built-in mailbox. */
export function createMailProvider({
  id,
  transport,
  from,
  receipts = false,
  noteSoftBounce = async () => undefined,
}: {
  id: string;
  transport: MailTransport;
  from: string;
  /** Its server hands over what comes back. */
  receipts?: boolean;
  /** Hears of a mailbox that took nothing for now; never throws. */
  noteSoftBounce?(deliveryId: string): Promise<void>;
}): ports.Provider {
  return {
    id,
    kind: transport.kind,
    channel: 'email',
    // The mailbox keeps a mail once under its id; a server takes a copy as another mail (delivery: at least once).
    capabilities: {
      dedupe: transport.kind === 'mailbox' ? 'native' : 'none',
      receipts,
      timeoutMs: TIMEOUT_MS,
    },
    async send(message, { key, signal }) {
      if (signal.aborted) return { kind: 'refused', cause: 'transient', code: 'aborted' };
      const outcome = await transport.send(toMail(message, { id: key, from }), signal);
      if (outcome.status === 'refused' && outcome.isSoftBounce === true) await noteSoftBounce(key);
      return toResult(outcome);
    },
    async check() {
      try {
        await transport.check();
        return { state: 'healthy' };
      } catch (error) {
        return { state: 'unhealthy', reason: (error as Error).message };
      }
    },
    close: () => transport.close(),
  };
}

function toMail(
  { address, content, headers }: ports.Rendered,
  { id, from }: { id: string; from: string },
) {
  const unsubscribeUrl = readUnsubscribeUrl(headers);
  return {
    id,
    from,
    to: address,
    subject: content['subject'] ?? '',
    html: content['html'] ?? '',
    text: content['text'] ?? '',
    ...(unsubscribeUrl !== null && { unsubscribeUrl }),
  };
}

function toResult(outcome: MailOutcome): ports.SendResult {
  switch (outcome.status) {
    case 'sent':
      return { kind: 'accepted' };
    case 'later':
      return {
        kind: 'refused',
        cause: 'transient',
        code: codeOf(outcome.code, 'unreachable'),
        answer: outcome.reason,
      };
    case 'uncertain':
      return { kind: 'uncertain', code: 'no_reply', answer: outcome.reason };
    case 'refused':
      return {
        kind: 'refused',
        cause: outcome.isBadAddress === true ? 'badAddress' : 'permanent',
        code: codeOf(outcome.code, 'unsendable'),
        answer: outcome.reason,
      };
    default:
      return unreachable(outcome);
  }
}

function codeOf(code: number | undefined, without: string): string {
  return code === undefined ? without : `smtp_${code}`;
}
