import type { MailMessage, MailTransport } from './mail-transport.ts';

/** Keeps mails in the built-in mailbox instead of sending them; `keep` must take a repeated id as the same mail. */
export function createMailboxTransport(
  keep: (message: MailMessage) => Promise<void>,
): MailTransport {
  return {
    kind: 'mailbox',
    async send(message) {
      try {
        await keep(message);
        return { status: 'sent' };
      } catch (error) {
        return { status: 'later', reason: error instanceof Error ? error.message : String(error) };
      }
    },
    check: async () => {},
    close: async () => {},
  };
}
