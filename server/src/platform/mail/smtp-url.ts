import { isIPv4 } from 'node:net';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

/** Where mails go out, and who we are there. */
export interface SmtpServer {
  host: string;
  port: number;
  connection: SMTPConnectionOptions;
  credentials: { user: string; pass: string } | null;
}

/** RFC 6409 and RFC 8314. */
const SUBMISSION_PORT = 587;
const SMTPS_PORT = 465;
/** A server that closes slowly holds nobody up for longer. */
const CLOSE_TIMEOUT_MS = 1_000;
/** Replies are a few lines; a server that never ends one is cut off. */
const MAX_REPLY_BYTES = 65_536;

/**
 * Reads `smtp://` (port 587 by default) and `smtps://` (465). Beyond this machine mails and passwords travel by
 * TLS to a server with a valid certificate, or not at all; on it TLS is used when offered, with any certificate.
 */
export function readSmtpUrl(address: string, timeoutMs: number): SmtpServer {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'smtps:';
  const isHere = isLoopback(host);
  const port = url.port === '' ? (isSecure ? SMTPS_PORT : SUBMISSION_PORT) : Number(url.port);
  return {
    host,
    port,
    connection: {
      host,
      port,
      secure: isSecure,
      requireTLS: !isSecure && !isHere,
      opportunisticTLS: isHere,
      tls: { rejectUnauthorized: !isHere },
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      socketCloseTimeout: CLOSE_TIMEOUT_MS,
      maxResponseSize: MAX_REPLY_BYTES,
    },
    credentials:
      url.username === '' ? null : { user: decode(url.username), pass: decode(url.password) },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** A lone % in a password is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
