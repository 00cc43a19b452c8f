import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Socket } from 'node:net';
import type { Egress } from '../egress/egress.ts';
import type { ComposedMail } from './compose-mail.ts';
import type { SmtpServer } from './smtp-url.ts';

/** Why a mail could not be handed over: what the server said, if it did, and how far things were. */
export interface SendFailure {
  error: unknown;
  /** Whether any of the mail itself was on its way. */
  isBodyOut: boolean;
}

/** A logged-in conversation with a mail server. */
export interface SmtpSession {
  /** Hands a mail over; null once the server has taken it. */
  send(mail: ComposedMail): Promise<SendFailure | null>;
}

/** What a conversation needs: whom to talk to, for how long, who connects, and the list of open ones. */
export interface SmtpDialing {
  server: SmtpServer;
  timeoutMs: number;
  egress: Pick<Egress, 'connect'>;
  open: Set<SMTPConnection>;
}

/** Connects, logs in, lets `use` talk, hangs up; rejects when any of it fails or takes longer than `timeoutMs` together. */
export async function withSmtpSession<Result>(
  dialing: SmtpDialing,
  use: (session: SmtpSession) => Promise<Result>,
): Promise<Result> {
  const { server, timeoutMs, open } = dialing;
  const startedAtMs = performance.now();
  const connection = new SMTPConnection({ ...server.connection, connection: await dial(dialing) });
  open.add(connection);
  connection.once('end', () => open.delete(connection));
  const leftMs = timeoutMs - (performance.now() - startedAtMs);
  const lost = watch(connection, { timeoutMs, leftMs });
  try {
    await Promise.race([connect(connection, server), lost.signal]);
    const result = await use({ send: (mail) => send(connection, mail, lost.signal) });
    connection.quit();
    return result;
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    lost.stop();
  }
}

/** The socket comes from the one module that outgoing calls leave by (security S29). */
async function dial({ server, timeoutMs, egress }: SmtpDialing): Promise<Socket> {
  const { host, port } = server;
  const dialed = await egress.connect({ host, port, trust: 'operator', timeoutMs });
  if (!dialed.ok) throw new Error(dialed.detail);
  return dialed.socket;
}

/** Rejects when the connection breaks or time is up, so that no step waits for an answer that never comes. */
function watch(
  connection: SMTPConnection,
  { timeoutMs, leftMs }: { timeoutMs: number; leftMs: number },
): { signal: Promise<never>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const signal = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the mail server did not finish within ${timeoutMs} ms`));
      connection.close();
    }, leftMs);
    connection.on('error', reject);
    // A reply that ends the connection is reported by its step; that report comes first.
    connection.once('end', () =>
      setImmediate(() => reject(new Error('the connection was closed'))),
    );
  });
  // It may break between steps, when nobody listens.
  signal.catch(() => {});
  return { signal, stop: () => clearTimeout(timer) };
}

async function connect(connection: SMTPConnection, { credentials }: SmtpServer): Promise<void> {
  await settle((done) => connection.connect(done));
  if (credentials === null) return;
  if (!connection.allowsAuth)
    throw new Error('SMTP_URL names a user, but the mail server offers no log-in');
  await settle((done) => connection.login({ credentials }, done));
}

async function send(
  connection: SMTPConnection,
  mail: ComposedMail,
  lost: Promise<never>,
): Promise<SendFailure | null> {
  let isBodyOut = false;
  // The connection asks for the content once the server has said yes to DATA.
  const content = new Readable({
    read() {
      isBodyOut = true;
      this.push(mail.content);
      this.push(null);
    },
  });
  try {
    await Promise.race([settle((done) => connection.send(mail.envelope, content, done)), lost]);
    return null;
  } catch (error) {
    return { error, isBodyOut };
  }
}

function settle(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });
}
