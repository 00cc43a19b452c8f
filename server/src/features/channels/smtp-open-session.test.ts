import { afterEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { startMailServer } from '../../platform/mail/mail-server.fixture.ts';
import { createEgress } from '../../platform/egress/egress.ts';
import { createSmtpTransport } from '../../platform/mail/smtp-transport.ts';
import { createMailProvider } from './mail-provider.ts';

const message = {
  address: 'ada@example.test',
  content: { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' },
};
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});
const call = (key = createId()) => ({ key, attempt: 1, signal: AbortSignal.timeout(10_000) });

describe('delivery D7: a session that is open already', () => {
  it('takes no mail whose sender lost its claim while the mail was composed', async () => {
    const server = await startMailServer();
    const transport = createSmtpTransport({
      url: server.url,
      egress: createEgress(),
      host: 'boards.example.test',
      timeoutMs: 5_000,
    });
    const provider = createMailProvider({ id: 'smtp', transport, from: 'boards@example.test' });
    opened.push(server, { close: async () => provider.close?.() });
    expect(await provider.send(message, call())).toEqual({ kind: 'accepted' });
    const losing = new AbortController();
    const sent = provider.send(message, { ...call(), signal: losing.signal });
    losing.abort();
    expect(await sent).toMatchObject({ kind: 'refused', cause: 'transient' });
    // The session is the one of before, and goes on with the next.
    expect(await provider.send(message, call('next'))).toEqual({ kind: 'accepted' });
    expect(server.received).toHaveLength(2);
  });
});
