/** Mails as mail servers and readers' providers send them back, after the examples of RFC 3464 appendix E and RFC 5965. */

const HEADERS_OF = (id: string) =>
  `Received: from boards.example.test by mx.example.com; Sat, 21 Nov 2026 12:00:00 +0000
From: Boards <boards@example.test>
To: ada@example.com
Subject: =?UTF-8?Q?F=C3=A4llig?=
Message-ID: <${id}@boards.example.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8`;

/** What a status notification says; `returned`: how much of the mail comes back with it. */
export interface Bounce {
  id: string;
  action?: string;
  status?: string;
  diagnostic?: string;
  returned?: 'message' | 'headers' | 'nothing';
  /** Where it was sent to. */
  to?: string;
  /** Fields of further recipients. */
  more?: string;
}

/** A notification by Postfix. */
export function writeBounce({
  id,
  action = 'failed',
  status = '5.1.1',
  diagnostic = 'smtp; 550 5.1.1 <ada@example.com>: no such user',
  returned = 'message',
  to = 'boards@example.test',
  more = '',
}: Bounce): Buffer {
  const parts = [
    `Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.com.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.`,
    `Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
X-Postfix-Queue-ID: 4XyZ
Arrival-Date: Sat, 21 Nov 2026 12:00:00 +0000 (UTC)

Final-Recipient: rfc822; ada@example.com
Original-Recipient: rfc822;ada@example.com
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx2.example.com
Diagnostic-Code: ${diagnostic}
${more}`,
    ...(returned === 'nothing' ? [] : [writeReturned(id, returned)]),
  ];
  return toMail(parts, {
    type: 'multipart/report; report-type=delivery-status',
    from: 'MAILER-DAEMON@mx.example.com (Mail Delivery System)',
    to,
    subject: 'Undelivered Mail Returned to Sender',
  });
}

/** A complaint by the reader's provider. */
export function writeComplaint({ id, type = 'abuse' }: { id: string; type?: string }): Buffer {
  const parts = [
    `Content-Type: text/plain; charset=us-ascii

This is an email abuse report for an email message received from IP
192.0.2.1 on Sat, 21 Nov 2026 12:00:00 +0000.`,
    `Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <bounces@example.test>
Original-Rcpt-To: <ada@example.com>
Source-IP: 192.0.2.1`,
    writeReturned(id, 'message'),
  ];
  return toMail(parts, {
    type: 'multipart/report; report-type=feedback-report',
    from: '<abusedesk@example.com>',
    to: '<abuse@example.test>',
    subject: 'FW: Due today',
  });
}

function writeReturned(id: string, returned: 'message' | 'headers'): string {
  return returned === 'headers'
    ? `Content-Type: text/rfc822-headers\n\n${HEADERS_OF(id)}`
    : `Content-Description: Undelivered Message\nContent-Type: message/rfc822\n\n${HEADERS_OF(id)}\n\nWrite the report\n`;
}

function toMail(
  parts: readonly string[],
  { type, from, to, subject }: { type: string; from: string; to: string; subject: string },
): Buffer {
  const head = `Return-Path: <>
Date: Sat, 21 Nov 2026 12:00:05 +0000
From: ${from}
To: ${to}
Subject: ${subject}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: ${type};
 boundary="9B095B5ADSN=_01D/mx"`;
  const body = parts.map((part) => `--9B095B5ADSN=_01D/mx\n${part}\n`).join('\n');
  return Buffer.from(`${head}\n\n${body}--9B095B5ADSN=_01D/mx--\n`.replaceAll('\n', '\r\n'));
}
