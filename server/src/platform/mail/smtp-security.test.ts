import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailBed, HEADERS, message } from './mail-bed.fixture.ts';
import { reply, startMailServer, type TestMailServer } from './mail-server.fixture.ts';
import type { MailMessage } from './mail-transport.ts';

const { serve, connect, cleanUp } = createMailBed();
afterEach(cleanUp);

describe('SMTP: encryption and log-in', () => {
  /** An address of this machine that does not look like one. */
  const distant = ({ port }: TestMailServer) => `0.0.0.0:${port}`;

  it('uses STARTTLS where it is offered, and TLS from the start with smtps', async () => {
    const [upgrading, secure] = [await serve(), await serve({ secure: true })];
    expect(await connect(upgrading.url).send(message)).toEqual({ status: 'sent' });
    expect(await connect(secure.url).send(message)).toEqual({ status: 'sent' });
    expect(
      [...upgrading.received, ...secure.received].map(({ isEncrypted }) => isEncrypted),
    ).toEqual([true, true]);
  });

  it('sends in plain text on this machine when the server has no TLS', async () => {
    const server = await serve({ disabledCommands: ['STARTTLS'] });
    expect(await connect(`smtp://localhost:${server.port}`).send(message)).toEqual({
      status: 'sent',
    });
    expect(server.received[0]?.isEncrypted).toBe(false);
  });

  it.each([
    ['without TLS', 'smtp', { disabledCommands: ['STARTTLS'] }],
    ['that hides STARTTLS', 'smtp', { hideSTARTTLS: true, disabledCommands: [] }],
    ['with a certificate of its own making', 'smtp', {}],
    ['with a certificate of its own making and smtps', 'smtps', { secure: true }],
  ] satisfies [string, string, SMTPServerOptions][])(
    'another machine %s gets neither mail nor password',
    async (_what, scheme, options) => {
      const seen: string[] = [];
      const server = await serve({
        ...options,
        onAuth: (_auth, _session, done) => {
          seen.push('password');
          done(null, { user: 'ada' });
        },
        onMailFrom: (_address, _session, done) => {
          seen.push('mail');
          done();
        },
      });
      const transport = connect(`${scheme}://ada:secret@${distant(server)}`);
      expect(await transport.send(message)).toMatchObject({ status: 'later' });
      await expect(transport.check()).rejects.toThrow(/TLS|certificate/i);
      expect(seen).toEqual([]);
    },
  );

  it('logs in with what the URL names', async () => {
    const server = await serve({
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'ada@x' && password === 'p%/:'
          ? done(null, { user: username })
          : done(reply(535, 'wrong')),
    });
    const good = connect(`smtp://ada%40x:p%25%2F%3A@127.0.0.1:${server.port}`);
    expect(await good.send(message)).toEqual({ status: 'sent' });
    expect(server.received[0]?.user).toBe('ada@x');
    await expect(good.check()).resolves.toBeUndefined();
  });

  it('a wrong password keeps mails for later, and check says so without telling it', async () => {
    const { port } = await serve({
      authOptional: false,
      onAuth: (_auth, _session, done) => done(reply(535, 'wrong')),
    });
    const transport = connect(`smtp://ada:hunter2@127.0.0.1:${port}`);
    expect(await transport.send(message)).toMatchObject({
      status: 'later',
      reason: expect.stringContaining('535'),
    });
    await expect(transport.check()).rejects.toThrow(/^(?!.*hunter2).*535/);
  });

  it('a user for a server without log-in is told', async () => {
    const { port } = await serve({ disabledCommands: ['AUTH'] });
    await expect(connect(`smtp://ada:x@127.0.0.1:${port}`).check()).rejects.toThrow(
      'SMTP_URL names a user',
    );
  });

  it('check rejects when nobody listens', async () => {
    const { url, close } = await startMailServer();
    await close();
    await expect(connect(url).check()).rejects.toThrow('ECONNREFUSED');
  });
});

describe('SMTP: security S37: nothing is added to a mail', () => {
  const evil = 'Bcc: eve@example.com';

  it.each([
    ['subject', { subject: `Hello\r\n${evil}\r\n\r\n<script>` }],
    ['subject with other breaks', { subject: `Hello\n${evil}\r${evil}\u2028${evil}\u0085${evil}` }],
    ['sender', { from: `Board\r\n${evil}\r\nwire <boards@example.com>` }],
  ] satisfies [string, Partial<MailMessage>][])('by its %s', async (_what, changes) => {
    const server = await serve();
    expect(await connect(server.url).send({ ...message, ...changes })).toEqual({ status: 'sent' });
    const [mail] = server.received;
    expect(mail?.envelope).toEqual({ from: 'boards@example.com', to: ['ada@example.com'] });
    expect(mail?.email.headers.map(({ key }) => key)).toEqual(HEADERS);
    expect(mail?.email).toMatchObject({
      html: expect.stringContaining('<p>Hello</p>'),
      attachments: [],
    });
  });

  it.each([
    ['two recipients', { to: 'ada@example.com, eve@example.com' }],
    ['two recipients, short', { to: 'ada@example.com,eve@example.com' }],
    ['a header in the recipient', { to: `ada@example.com\r\n${evil}` }],
    ['a command in the recipient', { to: 'ada@example.com>\r\nRCPT TO:<eve@example.com' }],
    ['a parameter in the recipient', { to: 'ada@example.com> ORCPT=x' }],
    ['a name in the recipient', { to: 'eve@example.com <ada@example.com>' }],
    ['a group', { to: 'friends:ada@example.com;' }],
    ['no recipient', { to: '' }],
    ['a header in the id', { id: `a\r\n${evil}` }],
    ['another id', { id: 'a@b> <c' }],
  ] satisfies [string, Partial<MailMessage>][])('refuses %s', async (_what, changes) => {
    const server = await serve();
    expect(await connect(server.url).send({ ...message, ...changes })).toEqual({
      status: 'refused',
      reason: 'the recipient is not one mail address',
      isBadAddress: true,
    });
    expect(server.received).toEqual([]);
  });

  it('no text is read as a file or fetched', async () => {
    const server = await serve();
    const html = '<img src="file:///etc/hostname"><img src="http://127.0.0.1:1/x">';
    await connect(server.url).send({ ...message, html, text: '/etc/hostname' });
    expect(server.received[0]?.email).toMatchObject({
      html: expect.stringContaining(html),
      text: '/etc/hostname\n',
      attachments: [],
    });
  });
});
