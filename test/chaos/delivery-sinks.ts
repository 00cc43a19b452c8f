import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMailServer } from '../../server/src/platform/mail/mail-server.fixture.ts';

/** Something that a receiver has taken. */
export interface Arrival {
  channel: 'email' | 'sms' | 'webhook';
  /** The delivery's id as the receiver is told it; of a text, the number that it went to. */
  key: string;
  atMs: number;
}

/** Real receivers of everything that leaves, and what they saw (reliability R10). */
export interface Sinks {
  arrivals: Arrival[];
  smtpUrl: string;
  /** In the place of api.twilio.com; answers what it took when it is asked. */
  smsUrl: string;
  webhookUrl: string;
  /** Decides what becomes of calls of webhooks from now on; without it all are taken. */
  onWebhook: ((call: { key: string; response: ServerResponse }) => void) | null;
  close(): Promise<void>;
}

/** Whoever asks for the load. */
export const SENDER = 'load@example.test';
/** They, and people of the tests' helpers. */
const ABOUT_ACCOUNTS = /^(load|person-[\d-]+)@/;
/** Receivers work a little before they have something, so that there is always something under way. */
const TAKE_MS = 5;

/** Starts them on ports of their own; `takeMs` is how long they work at each. */
export async function startSinks(takeMs = TAKE_MS): Promise<Sinks> {
  const arrivals: Arrival[] = [];
  const note = (channel: Arrival['channel'], key: string) =>
    void arrivals.push({ channel, key, atMs: performance.now() });
  const mail = await startMailServer({
    onData: (stream, session, done) => {
      readAll(stream).then(async (raw) => {
        // Mails to whoever registered are about their account, and no part of the load.
        if (session.envelope.rcptTo.some(({ address }) => ABOUT_ACCOUNTS.test(address)))
          return done();
        await sleep(takeMs);
        note('email', /^Message-ID:\s*<([^@>]+)@/im.exec(raw)?.[1] ?? 'without an id');
        done();
      }, done);
    },
  });
  const texts = new Map<string, { body: string; date_created: string }[]>();
  const sms = await listen((request, response) => {
    void takeText(request, response, { texts, takeMs, note: (number) => note('sms', number) });
  });
  const webhook = await listen((request, response) => {
    void takeCall(request, response, { sinks, takeMs, note: (key) => note('webhook', key) });
  });
  const sinks: Sinks = {
    arrivals,
    smtpUrl: mail.url,
    smsUrl: urlOf(sms),
    webhookUrl: `${urlOf(webhook)}/hooks`,
    onWebhook: null,
    async close() {
      await mail.close();
      for (const server of [sms, webhook]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
  return sinks;
}

/** Takes a text, or answers which ones a number was sent, as Twilio's list of messages does. */
async function takeText(
  request: IncomingMessage,
  response: ServerResponse,
  {
    texts,
    takeMs,
    note,
  }: {
    texts: Map<string, { body: string; date_created: string }[]>;
    takeMs: number;
    note(number: string): void;
  },
): Promise<void> {
  const form = new URLSearchParams(await readAll(request));
  await sleep(takeMs);
  if (request.method === 'GET') {
    const number = new URL(request.url ?? '', 'http://sink').searchParams.get('To') ?? '';
    return answer(response, 200, { messages: texts.get(number) ?? [], next_page_uri: null });
  }
  const number = form.get('To') ?? '';
  const text = { body: form.get('Body') ?? '', date_created: new Date().toUTCString() };
  texts.set(number, [...(texts.get(number) ?? []), text]);
  note(number);
  answer(response, 201, { sid: `SM${number}` });
}

async function takeCall(
  request: IncomingMessage,
  response: ServerResponse,
  { sinks, takeMs, note }: { sinks: Sinks; takeMs: number; note(key: string): void },
): Promise<void> {
  await readAll(request);
  const key = String(request.headers['webhook-id']);
  const { onWebhook } = sinks;
  if (onWebhook === null) await sleep(takeMs);
  note(key);
  if (onWebhook === null) answer(response, 200, {});
  else onWebhook({ key, response });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

function listen(onRequest: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(onRequest);
  return new Promise<Server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
