import type { SMTPServerOptions } from 'smtp-server';
import { createEgress } from '../egress/egress.ts';
import { startMailServer, type TestMailServer } from './mail-server.fixture.ts';
import type { MailMessage, MailTransport } from './mail-transport.ts';
import { createSmtpTransport } from './smtp-transport.ts';

export const message: MailMessage = {
  id: '0197a2c4-0000-7000-8000-000000000002',
  from: 'Boardwire <boards@example.com>',
  to: 'ada@example.com',
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
};

/** What a mail of ours has at its top, and nothing else. */
export const HEADERS = [
  'auto-submitted',
  'from',
  'to',
  'subject',
  'message-id',
  'date',
  'mime-version',
  'content-type',
];

/** Servers and transports for one test; `cleanUp` ends them. */
export interface MailBed {
  serve(options?: SMTPServerOptions): Promise<TestMailServer>;
  connect(url: string, timeoutMs?: number): MailTransport;
  cleanUp(): Promise<void>;
}

/** Creates a bed to be cleaned up after each test. */
export function createMailBed(): MailBed {
  const opened: { close(): Promise<void> }[] = [];
  return {
    async serve(options) {
      const server = await startMailServer(options);
      opened.push(server);
      return server;
    },
    connect(url, timeoutMs) {
      const transport = createSmtpTransport({
        url,
        egress: createEgress(),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
      opened.push(transport);
      return transport;
    },
    async cleanUp() {
      for (const part of opened.splice(0).toReversed()) await part.close();
    },
  };
}
