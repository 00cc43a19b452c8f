import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './lib/processes.ts';

/** A program that sends notifications by mail with an API key of its own organization. */
export interface NotifySender {
  organizationId: string;
  /** Up to and with the version of the API. */
  url: string;
  headers: Record<string, string>;
  /** The body of a notification to one address. */
  write(email: string): unknown;
  /** Stops mail of the organization, and starts it again. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Asks for `count` notifications in bulk and waits until all are planned; answers when it began. */
  fill(count: number): Promise<string>;
  /** Asks for one after the other, and waits until all are sent; answers when it began. */
  sendSteadily(perS: number, forS: number): Promise<string>;
  countWaiting(): Promise<number>;
  /** Resolves when nothing waits and nothing is under way. */
  drain(): Promise<void>;
}

interface Stats {
  waiting: number;
  active: number;
}

const BULK = 1_000;
/** Each look counts what waits and what was sent, on the machine that is measured. */
const LOOK_EVERY_MS = 500;
let people = 0;

/** Makes an account, an organization and a key with the API of a running server. */
export async function createSenderOf({ url: origin }: ServerProcess): Promise<NotifySender> {
  const url = `${origin}/api/v1`;
  const { organizationId, key } = await openAccount(url);
  const headers = { authorization: `Bearer ${key}` };
  const call = <Data>(method: string, path: string, body?: unknown) =>
    ask<Data>(`${url}${path}`, { method, headers, body });
  const write = (email: string) => ({
    to: [{ email }],
    content: { title: 'Version 2 is out', body: 'Deployed to all regions.' },
    channels: ['email'],
  });
  const toPerson = (number: number) => write(`p${number}@example.test`);
  const readStats = () => call<Stats>('GET', '/notifications/queue/stats');
  const countWaiting = async () => (await readStats()).waiting;
  const waitUntil = async (isThere: (stats: Stats) => boolean) => {
    while (!isThere(await readStats())) await sleep(LOOK_EVERY_MS);
  };
  const drain = () => waitUntil(({ waiting, active }) => waiting + active === 0);
  return {
    organizationId,
    url,
    headers,
    write,
    pause: () => call('POST', '/notifications/queue/pause', { channel: 'email' }),
    resume: () => call('POST', '/notifications/queue/resume', { channel: 'email' }),
    countWaiting,
    drain,
    async fill(count) {
      const since = new Date().toISOString();
      const before = await countWaiting();
      for (let from = 0; from < count; from += BULK) {
        const part = Array.from({ length: BULK }, (_, index) => toPerson(from + index));
        await call('POST', '/notifications/bulk', { notifications: part });
      }
      await waitUntil(({ waiting }) => waiting >= before + count);
      return since;
    },
    async sendSteadily(perS, forS) {
      const since = new Date().toISOString();
      await repeat(perS, forS, (index) => call('POST', '/notifications', toPerson(index)));
      await drain();
      return since;
    },
  };
}

/** Calls at a steady rate, whether or not earlier calls were answered; resolves when all were. */
export async function repeat(
  perS: number,
  forS: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  const startedAtMs = performance.now();
  const calls: Promise<unknown>[] = [];
  for (let index = 0; index < perS * forS; index += 1) {
    await sleep(startedAtMs + (index / perS) * 1_000 - performance.now());
    calls.push(work(index));
  }
  await Promise.all(calls);
}

async function openAccount(url: string): Promise<{ organizationId: string; key: string }> {
  people += 1;
  const account = await ask<{ accessToken: string }>(`${url}/auth/register`, {
    method: 'POST',
    body: {
      email: `sender-${people}@example.test`,
      name: `Sender ${people}`,
      password: 'violet ladder under a quiet harbour',
    },
  });
  const headers = { authorization: `Bearer ${account.accessToken}` };
  const { id: organizationId } = await ask<{ id: string }>(`${url}/organizations`, {
    method: 'POST',
    headers,
    body: { name: `Organization ${people}` },
  });
  const scopes = ['organization:read', 'notifications:send', 'notifications:manage'];
  const { secret } = await ask<{ secret: string }>(
    `${url}/organizations/${organizationId}/api-keys`,
    { method: 'POST', headers, body: { name: 'Bench', scopes } },
  );
  return { organizationId, key: secret };
}

/** Calls an operation that must succeed; answers its data. */
export async function ask<Data>(
  url: string,
  { method, headers, body }: { method: string; headers?: Record<string, string>; body?: unknown },
): Promise<Data> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { data: Data };
  if (!response.ok) throw new Error(`${method} ${url}: ${JSON.stringify(answer)}`);
  return answer.data;
}
