import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress } from '../egress/egress.ts';
import { createMailBed, message } from './mail-bed.fixture.ts';
import {
  dropConnections,
  reply,
  startMailServer,
  type ReceivedMail,
} from './mail-server.fixture.ts';
import type { MailMessage, MailOutcome } from './mail-transport.ts';
import { describeMailTransport } from './mail-transport.contract.ts';
import { createSmtpTransport } from './smtp-transport.ts';

/** For servers that never answer; anything that answers does so long before. */
const SHORT_MS = 400;

const { serve, connect, cleanUp } = createMailBed();
afterEach(cleanUp);

async function outcomeOf(options: SMTPServerOptions, timeoutMs?: number): Promise<MailOutcome> {
  const { port } = await serve(options);
  const user = options.onAuth === undefined ? '' : 'ada:secret@';
  return connect(`smtp://${user}127.0.0.1:${port}`, timeoutMs).send(message);
}

function toMessage({ email }: ReceivedMail): MailMessage {
  const [to] = email.to ?? [];
  return {
    id: email.messageId?.replace(/^<|@boardwire>$/g, '') ?? '',
    from: `${email.from?.name ?? ''} <${email.from?.address ?? ''}>`,
    to: to?.address ?? '',
    subject: email.subject ?? '',
    html: trimEnd(email.html ?? ''),
    text: trimEnd(email.text ?? ''),
  };
}

/** A part ends with a line break of its own. */
function trimEnd(part: string): string {
  return part.replaceAll('\r\n', '\n').replace(/\n$/, '');
}

describeMailTransport('smtp', async () => {
  const server = await startMailServer();
  const transport = createSmtpTransport({ url: server.url, egress: createEgress() });
  return {
    transport,
    arrived: async () => [
      ...new Map(server.received.map((mail) => [mail.email.messageId, toMessage(mail)])).values(),
    ],
    breakDown: () => server.close(),
    close: async () => {
      await transport.close();
      await server.close();
    },
  };
});

describe('SMTP: what became of a mail', () => {
  const takeAll: SMTPServerOptions['onData'] = (stream, _session, done) =>
    stream.resume().on('end', () => done());

  it.each([
    [
      'the sender',
      { onMailFrom: (_address, _session, done) => done(reply(550, 'no such sender')) },
    ],
    ['the recipient', { onRcptTo: (_address, _session, done) => done(reply(550, 'no such user')) }],
    [
      'the content',
      {
        onData: (stream, _session, done) =>
          stream.resume().on('end', () => done(reply(554, 'spam'))),
      },
    ],
  ] satisfies [string, SMTPServerOptions][])(
    'fault F7: 5xx for %s is refused',
    async (_what, options) => {
      expect(await outcomeOf(options)).toMatchObject({
        status: 'refused',
        reason: expect.stringMatching(/55[04]/),
      });
    },
  );

  it.each([
    ['the connection', { onConnect: (_session, done) => done(reply(421, 'busy')) }],
    ['the connection for good', { onConnect: (_session, done) => done(reply(554, 'not here')) }],
    ['the sender', { onMailFrom: (_address, _session, done) => done(reply(451, 'try later')) }],
    ['the recipient', { onRcptTo: (_address, _session, done) => done(reply(450, 'greylisted')) }],
    [
      'the content',
      {
        onData: (stream, _session, done) =>
          stream.resume().on('end', () => done(reply(452, 'disk full'))),
      },
    ],
    [
      'the content, closing',
      {
        onData: (stream, _session, done) =>
          stream.resume().on('end', () => done(reply(421, 'going down'))),
      },
    ],
    [
      'the log-in',
      {
        authOptional: false,
        onAuth: (_auth, _session, done) => done(reply(421, 'going down')),
      },
    ],
    [
      'mail without log-in',
      { onMailFrom: (_address, _session, done) => done(reply(530, 'log in first')) },
    ],
  ] satisfies [string, SMTPServerOptions][])(
    'fault F7: a no for now to %s is for later',
    async (_what, options) => {
      expect(await outcomeOf(options)).toMatchObject({
        status: 'later',
        reason: expect.stringMatching(/\d{3}/),
      });
    },
  );

  it('reliability R6: a connection lost after DATA is uncertain', async () => {
    const server = await serve({
      onData: (stream) => stream.resume().on('end', () => dropConnections(server.server)),
    });
    expect(await connect(server.url).send(message)).toMatchObject({ status: 'uncertain' });
  });

  it('reliability R6: no answer after DATA is uncertain', async () => {
    const outcome = await outcomeOf({ onData: (stream) => void stream.resume() }, SHORT_MS);
    expect(outcome).toEqual({
      status: 'uncertain',
      reason: `the mail server did not finish within ${SHORT_MS} ms`,
    });
  });

  it('closing while a mail is under way says that its fate is uncertain', async () => {
    let onBody = () => {};
    const bodyArrived = new Promise<void>((resolve) => (onBody = resolve));
    const { url } = await serve({ onData: (stream) => void stream.resume().on('end', onBody) });
    const transport = connect(url);
    const outcome = transport.send(message);
    await bodyArrived;
    await transport.close();
    expect(await outcome).toMatchObject({ status: 'uncertain' });
  });

  it('a connection lost before DATA is for later', async () => {
    const server = await serve({ onRcptTo: () => dropConnections(server.server), onData: takeAll });
    expect(await connect(server.url).send(message)).toMatchObject({ status: 'later' });
  });

  it.each([
    ['greeting', { onConnect: () => {} }],
    ['answer to the recipient', { onRcptTo: () => {} }],
  ] satisfies [string, SMTPServerOptions][])('no %s is for later', async (_what, options) => {
    expect(await outcomeOf(options, SHORT_MS)).toMatchObject({ status: 'later' });
  });

  it('a name that does not resolve is for later', async () => {
    expect(await connect('smtp://mail.invalid:25').send(message)).toMatchObject({
      status: 'later',
    });
  });

  it('a mail beyond the size limit of the server is refused', async () => {
    const outcome = await connect((await serve({ size: 2_000 })).url).send({
      ...message,
      text: 'x'.repeat(3_000),
    });
    expect(outcome).toMatchObject({ status: 'refused', reason: expect.stringContaining('2000') });
  });

  it('reasons are one short line that a database can store', async () => {
    const outcome = await outcomeOf({
      onRcptTo: (_address, _session, done) => done(reply(550, `a\u0000b\n${'x'.repeat(9_000)}`)),
    });
    expect(outcome.status).toBe('refused');
    const reason = outcome.status === 'sent' ? '' : outcome.reason;
    expect(reason.length).toBeLessThanOrEqual(300);
    expect(reason).not.toMatch(/[\p{Cc}]/u);
  });
});
