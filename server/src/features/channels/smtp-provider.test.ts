import { createVerify, generateKeyPairSync } from 'node:crypto';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress } from '../../platform/egress/egress.ts';
import type { DkimKey } from '../../platform/mail/dkim.ts';
import {
  dropConnections,
  reply,
  startMailServer,
  type TestMailServer,
} from '../../platform/mail/mail-server.fixture.ts';
import { createSmtpTransport } from '../../platform/mail/smtp-transport.ts';
import { createId } from '../../kernel/ids.ts';
import { createMailProvider } from './mail-provider.ts';
import { describeProvider, type ProviderBed, type Trouble } from './provider.contract.ts';
import { unsubscribeHeaders } from './unsubscribe-headers.ts';

const message = {
  address: 'ada@example.test',
  content: { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' },
};
const TIMEOUT_MS = 600;

function connect(url: string, options: { dkim?: DkimKey; timeoutMs?: number } = {}) {
  const transport = createSmtpTransport({
    url,
    egress: createEgress(),
    host: 'boards.example.test',
    timeoutMs: 5_000,
    ...options,
  });
  return createMailProvider({ id: 'smtp', transport, from: 'Boards <boards@example.test>' });
}

/** A server whose manners change amid a test. */
async function startMoody(): Promise<{ server: TestMailServer; trouble(kind: Trouble): unknown }> {
  let mood: Trouble | null = null;
  const options: SMTPServerOptions = {
    onRcptTo: (_address, session, done) => {
      if (mood === 'tooMany') return done(reply(451, '4.7.1 too many, come back later'));
      if (mood === 'refusal') return done(reply(550, '5.1.1 no such user'));
      if (mood === 'garbage') {
        const { _socket: socket } = [...server.server.connections].find(
          (each) => each.session.id === session.id,
        ) as unknown as { _socket: { end(text: string): void } };
        return socket.end('\u0000\u0001 what?\r\n');
      }
      done();
    },
  };
  const server = await startMailServer(options);
  const { onData } = server.server;
  server.server.onData = (stream, session, done) => {
    if (mood === 'serverError')
      return void stream.resume().on('end', () => done(reply(554, '5.6.0 not like this')));
    if (mood === 'hang') return void stream.resume();
    if (mood === 'cut') return void stream.resume().on('end', () => dropConnections(server.server));
    onData.call(server.server, stream, session, done);
  };
  return {
    server,
    async trouble(kind) {
      mood = kind;
      if (kind === 'away') await server.close();
    },
  };
}

async function openBed(): Promise<ProviderBed> {
  const { server, trouble } = await startMoody();
  const provider = connect(server.url, { timeoutMs: TIMEOUT_MS });
  return {
    provider,
    message,
    arrived: () =>
      server.received.map(({ email }) => /^<(.+)@boards/.exec(email.messageId ?? '')?.[1] ?? ''),
    trouble: async (kind) => void (await trouble(kind)),
    async close() {
      await provider.close?.();
      await server.close();
    },
  };
}

describeProvider('smtp', openBed, {
  away: 'refused transient',
  hang: 'uncertain',
  cut: 'uncertain',
  garbage: 'refused transient',
  serverError: 'refused permanent',
  tooMany: 'refused transient',
  refusal: 'refused badAddress',
});

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

async function serve(options: SMTPServerOptions = {}) {
  const server = await startMailServer(options);
  opened.push(server);
  return server;
}

function open(url: string, options: { dkim?: DkimKey; timeoutMs?: number } = {}) {
  const provider = connect(url, options);
  opened.push({ close: async () => provider.close?.() });
  return provider;
}

const call = (key = createId()) => ({ key, attempt: 1, signal: AbortSignal.timeout(10_000) });

describe('delivery D7: a mail whose sender has lost its claim', () => {
  it.each([
    ['before its content is asked for', 'refused'],
    ['while its end is not confirmed', 'uncertain'],
  ])('%s: the conversation ends', async (_when, kind) => {
    let isReached = false;
    let goOn: () => void = () => undefined;
    const isLate = kind === 'uncertain';
    const server = await serve({
      onRcptTo: (_address, _session, done) => {
        if (isLate) return done();
        isReached = true;
        goOn = done;
      },
      ...(isLate && {
        onData: (stream) => void stream.resume().on('end', () => (isReached = true)),
      }),
    });
    const losing = new AbortController();
    // Long enough that only the signal can end it.
    const provider = open(server.url, { timeoutMs: 120_000 });
    const sent = provider.send(message, { ...call(), signal: losing.signal });
    await expect.poll(() => isReached, { timeout: 5_000, interval: 5 }).toBe(true);
    losing.abort();
    expect(await sent).toMatchObject({ kind });
    await expect.poll(() => server.server.connections.size, { timeout: 4_000 }).toBe(0);
    goOn();
    expect(server.received).toEqual([]);
  });
});

describe('delivery, SMTP: whether an address is of use', () => {
  it.each([
    ['550 5.1.1 unknown', 'badAddress'],
    ['551 user not local', 'badAddress'],
    ['550 5.2.1 mailbox disabled', 'badAddress'],
    ['550 no such user here', 'badAddress'],
    ['552 5.2.2 mailbox full', 'permanent'],
    ['550 5.7.1 blocked by policy', 'permanent'],
  ])('%s: %s', async (line, cause) => {
    const [code = '', ...words] = line.split(' ');
    const { url } = await serve({
      onRcptTo: (_address, _session, done) => done(reply(Number(code), words.join(' '))),
    });
    expect(await open(url).send(message, call())).toMatchObject({
      kind: 'refused',
      cause,
      code: `smtp_${code}`,
    });
  });

  it('a content that is refused says nothing about the address', async () => {
    const { url } = await serve({
      onData: (stream, _session, done) =>
        stream.resume().on('end', () => done(reply(550, '5.1.1 odd'))),
    });
    expect(await open(url).send(message, call())).toMatchObject({ cause: 'permanent' });
  });

  it('what is no address is one that is of no use', async () => {
    const { url } = await serve();
    const broken = { ...message, address: 'ada@example.test, eve@example.test' };
    expect(await open(url).send(broken, call())).toMatchObject({ cause: 'badAddress' });
  });
});

describe('delivery, SMTP: sessions are shared', () => {
  it('mails one after the other take one connection', async () => {
    let connections = 0;
    const { url, received } = await serve({
      onConnect: (_session, done) => {
        connections += 1;
        done();
      },
    });
    const provider = open(url);
    for (let index = 0; index < 5; index += 1) await provider.send(message, call());
    expect([received.length, connections]).toEqual([5, 1]);
  });

  it('a session that ended while it waited costs the next mail nothing', async () => {
    const server = await serve();
    const provider = open(server.url);
    await provider.send(message, call());
    dropConnections(server.server);
    expect((await provider.send(message, call())).kind).toBe('accepted');
    expect(server.received).toHaveLength(2);
  });

  it('a mail that was refused does not stand in the way of the next one', async () => {
    let isRefusing = true;
    const { url, received } = await serve({
      onRcptTo: (_address, _session, done) =>
        isRefusing ? done(reply(550, '5.1.1 no such user')) : done(),
    });
    const provider = open(url);
    await provider.send(message, call());
    isRefusing = false;
    expect((await provider.send(message, call())).kind).toBe('accepted');
    expect(received).toHaveLength(1);
  });
});

describe('delivery, SMTP: one click unsubscribes (RFC 8058)', () => {
  const link = `https://boards.example.test/unsubscribe/${'a'.repeat(300)}`;

  it('both headers stand on one line each', async () => {
    const { url, received } = await serve();
    await open(url).send({ ...message, headers: unsubscribeHeaders(link) }, call());
    const lines = (received[0]?.raw ?? '').split('\r\n');
    expect(lines).toContain(`List-Unsubscribe: <${link}>`);
    expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  it.each([
    'https://a.test/>\r\nBcc: eve@example.test',
    'mailto:eve@example.test',
    'https://a.test/\u00e4',
  ])('no header comes in by a link: %j', async (bad) => {
    const { url, received } = await serve();
    await open(url).send({ ...message, headers: unsubscribeHeaders(bad) }, call());
    expect(received[0]?.raw).not.toMatch(/List-Unsubscribe|Bcc/i);
    expect(received[0]?.envelope.to).toEqual(['ada@example.test']);
  });
});

describe('delivery, SMTP: DKIM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const dkim = {
    domain: 'example.test',
    selector: 'boards',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };

  it('a mail carries a signature that covers how to unsubscribe', async () => {
    const { url, received } = await serve();
    const headers = unsubscribeHeaders('https://boards.example.test/unsubscribe/x');
    await open(url, { dkim }).send({ ...message, headers }, call());
    const raw = received[0]?.raw ?? '';
    const signature = readSignature(raw);
    expect(signature.tags).toMatchObject({ d: 'example.test', s: 'boards', a: 'rsa-sha256' });
    const signed = (signature.tags['h'] ?? '').toLowerCase().split(':');
    expect(signed).toEqual(
      expect.arrayContaining([
        'from',
        'to',
        'subject',
        'list-unsubscribe',
        'list-unsubscribe-post',
      ]),
    );
    const verifier = createVerify('RSA-SHA256').update(canonicalize(raw, signed, signature.line));
    expect(verifier.verify(publicKey, signature.tags['b'] ?? '', 'base64')).toBe(true);
  });
});

function unfold(raw: string): string[] {
  const [head = ''] = raw.split('\r\n\r\n');
  return head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
}

function readSignature(raw: string): { line: string; tags: Record<string, string> } {
  const line = unfold(raw).find((each) => /^dkim-signature:/i.test(each)) ?? '';
  const tags = line.slice(line.indexOf(':') + 1).split(';');
  const pairs = tags.map((tag) => {
    const [name = '', ...value] = tag.trim().split('=');
    return [name, value.join('=').replaceAll(/\s/g, '')];
  });
  return { line, tags: Object.fromEntries(pairs) as Record<string, string> };
}

/** What was signed, by the relaxed rules (RFC 6376 section 3.4.2). */
function canonicalize(raw: string, names: readonly string[], signature: string): string {
  const relax = (line: string) => {
    const [name = '', ...value] = line.split(':');
    return `${name.toLowerCase().trim()}:${value.join(':').replaceAll(/\s+/g, ' ').trim()}`;
  };
  const lines = unfold(raw);
  const found = names.flatMap((name) => {
    const line = lines.findLast((each) => each.toLowerCase().startsWith(`${name}:`));
    return line === undefined ? [] : [relax(line)];
  });
  const bare = relax(signature).replace(/(;\s*b=)[^;]*$/, '$1');
  return [...found, bare].join('\r\n');
}
