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

/** How long something may take in all, and what is left of it. */
export interface TimeLimit {
  timeoutMs: number;
  leftMs: number;
}

/** A logged-in conversation with a mail server; one mail at a time. */
export interface SmtpSession {
  /** Hands a mail over in the time that is left; null once the server has it. After a failure the session is of no use. */
  send(mail: ComposedMail, limit: TimeLimit): Promise<SendFailure | null>;
  isOpen(): boolean;
  /** Takes leave. */
  quit(): void;
  /** Cuts the connection. */
  close(): void;
}

/** What a conversation needs: whom to talk to, for how long until it may begin, and who connects. */
export interface SmtpDialing {
  server: SmtpServer;
  timeoutMs: number;
  egress: Pick<Egress, 'connect'>;
}

/** Connects and logs in; rejects when either fails or both take longer than `timeoutMs` together. */
export async function openSmtpSession(
  dialing: SmtpDialing,
  onEnd: (session: SmtpSession) => void,
): Promise<SmtpSession> {
  const { server, timeoutMs } = dialing;
  const startedAtMs = performance.now();
  const connection = new SMTPConnection({ ...server.connection, connection: await dial(dialing) });
  // A break between two mails is nobody's to hear.
  connection.on('error', () => undefined);
  let isOpen = true;
  const session: SmtpSession = {
    send: (mail, limit) => send(connection, mail, limit),
    isOpen: () => isOpen,
    quit: () => connection.quit(),
    close: () => connection.close(),
  };
  connection.once('end', () => {
    isOpen = false;
    onEnd(session);
  });
  const leftMs = timeoutMs - (performance.now() - startedAtMs);
  const lost = watch(connection, { timeoutMs, leftMs });
  try {
    await Promise.race([connect(connection, server), lost.signal]);
    return session;
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
  { timeoutMs, leftMs }: TimeLimit,
): { signal: Promise<never>; stop(): void } {
  let stop = () => {};
  const signal = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the mail server did not finish within ${timeoutMs} ms`));
      connection.close();
    }, leftMs);
    // A reply that ends the connection is reported by its step; that report comes first.
    const end = () => setImmediate(() => reject(new Error('the connection was closed')));
    connection.on('error', reject);
    connection.once('end', end);
    stop = () => {
      clearTimeout(timer);
      connection.off('error', reject);
      connection.off('end', end);
    };
  });
  // It may break between steps, when nobody listens.
  signal.catch(() => {});
  return { signal, stop };
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
  limit: TimeLimit,
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
  const lost = watch(connection, limit);
  try {
    const sent = settle((done) => connection.send(mail.envelope, content, done));
    await Promise.race([sent, lost.signal]);
    return null;
  } catch (error) {
    return { error, isBodyOut };
  } finally {
    lost.stop();
  }
}

function settle(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });
}
