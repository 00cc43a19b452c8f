import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** A mail as a real server took it. */
export interface ReceivedMail {
  envelope: { from: string; to: string[] };
  isEncrypted: boolean;
  user: string | null;
  raw: string;
  email: Email;
}

/** A real SMTP server on a random port. */
export interface TestMailServer {
  server: SMTPServer;
  port: number;
  url: string;
  received: ReceivedMail[];
  close(): Promise<void>;
}

/** Starts a server that takes every mail, unless `options` say otherwise. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData: (stream, session, done) => {
      readAll(stream).then(async (raw) => {
        received.push(await toReceived(raw, session));
        done();
      }, done);
    },
    ...options,
  });
  // A client that breaks off is part of some tests.
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  return {
    server,
    port,
    url: `${options.secure === true ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    received,
    close: () => closeServer(server),
  };
}

/** Cuts every connection without a word. */
export function dropConnections(server: SMTPServer): void {
  for (const { _socket: socket } of server.connections) socket.destroy();
}

/** An answer with an SMTP reply code. */
export function reply(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

async function closeServer(server: SMTPServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  dropConnections(server);
  await closed;
}

async function toReceived(raw: Buffer, session: SMTPServerSession): Promise<ReceivedMail> {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    envelope: {
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
    },
    isEncrypted: session.secure,
    user: (session.user as string | undefined) ?? null,
    raw: raw.toString('latin1'),
    email: await PostalMime.parse(raw),
  };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
