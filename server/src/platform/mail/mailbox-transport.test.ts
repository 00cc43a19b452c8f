import type { MailMessage } from './mail-transport.ts';
import { describeMailTransport } from './mail-transport.contract.ts';
import { createMailboxTransport } from './mailbox-transport.ts';

describeMailTransport('mailbox', async () => {
  const kept = new Map<string, MailMessage>();
  let isDown = false;
  const transport = createMailboxTransport(async (message) => {
    if (isDown) throw new Error('the database is gone');
    kept.set(message.id, message);
  });
  return {
    transport,
    arrived: async () => [...kept.values()],
    breakDown: async () => void (isDown = true),
    close: () => transport.close(),
  };
});
