import { setTimeout as sleep } from 'node:timers/promises';
import { SENDER } from './delivery-sinks.ts';

/** What a client asked for, and was promised (the first of the three logs of reliability R10). */
export interface Acknowledged {
  jobId: string;
  channel: 'inApp' | 'email' | 'sms' | 'webhook';
  /** What tells it from others where it arrives: a title, an address, a number. */
  name: string;
}

/** A client of the real API, with an organization of its own. */
export interface LoadClient {
  acknowledged: Acknowledged[];
  organizationId: string;
  /** Asks for so many more notifications over all channels, each until it is promised; answers when all are. */
  send(count: number, delayS?: number): Promise<void>;
  call<Data>(method: string, path: string, body?: unknown, key?: string): Promise<Data>;
  /** Everything in the inbox, as a client that returns reads it. */
  readInbox(): Promise<InboxLine[]>;
}

/** An entry of an inbox. */
export interface InboxLine {
  seq: number;
  /** Null: news of the program's own, such as an alarm. */
  title: string | null;
}

/** Requests at once. */
const CLIENTS = 8;
/** Calls of one endpoint are few at a time (delivery D12). */
const ENDPOINTS = 5;
const RETRY_MS = 100;
const ANSWER_LIMIT_MS = 10_000;
const PAGE_SIZE = 500;
const TITLE = 'Load';
const FIRST_NUMBER = 4_915_100_000_000;

/** Registers somebody who then sends from an organization of theirs. */
export async function openClient(url: string, webhookUrl: string): Promise<LoadClient> {
  let token = '';
  const call: LoadClient['call'] = (method, path, body, key) =>
    request(`${url}/api/v1${path}`, { method, body, key, token });
  const { accessToken, account } = await call<{ accessToken: string; account: { id: string } }>(
    'POST',
    '/auth/register',
    { email: SENDER, name: 'Load', password: 'a long phrase for the load' },
  );
  token = accessToken;
  const { id: organizationId } = await call<{ id: string }>('POST', '/organizations', {
    name: 'Load',
  });
  const endpoints: string[] = [];
  for (let index = 0; index < ENDPOINTS; index += 1) {
    const body = { organizationId, name: `Sink ${index}`, url: webhookUrl, isOrdered: false };
    endpoints.push((await call<{ id: string }>('POST', '/webhooks/endpoints', body)).id);
  }
  const acknowledged: Acknowledged[] = [];
  let asked = 0;
  const ask = async (index: number, delayS: number) => {
    const about = { organizationId, userId: account.id, endpoints, delayS };
    const wanted = describe(index, about);
    const { jobId } = await call<{ jobId: string }>(
      'POST',
      wanted.path,
      wanted.body,
      `load-${index}`,
    );
    acknowledged.push({ jobId, channel: wanted.channel, name: wanted.name });
  };
  return {
    acknowledged,
    organizationId,
    call,
    async send(count, delayS = 0) {
      const indices = Array.from({ length: count }, () => asked++);
      const work = async () => {
        for (let index = indices.shift(); index !== undefined; index = indices.shift())
          await ask(index, delayS);
      };
      await Promise.all(Array.from({ length: CLIENTS }, work));
    },
    readInbox: () => readInbox(call, organizationId),
  };
}

function describe(
  index: number,
  about: {
    organizationId: string;
    userId: string;
    endpoints: readonly string[];
    delayS: number;
  },
): Pick<Acknowledged, 'channel' | 'name'> & { path: string; body: unknown } {
  const { organizationId, userId, endpoints, delayS } = about;
  const title = `${TITLE} ${index}`;
  const say = (to: unknown, channels: string[]) => ({
    path: '/notifications',
    body: { organizationId, to: [to], channels, content: { title, body: 'Carried out.' }, delayS },
  });
  switch (index % 4) {
    case 0:
      return { channel: 'inApp', name: title, ...say({ userId }, ['inApp']) };
    case 1: {
      const email = `load-${index}@example.test`;
      return { channel: 'email', name: email, ...say({ email }, ['email']) };
    }
    case 2: {
      const phone = `+${FIRST_NUMBER + index}`;
      return { channel: 'sms', name: phone, ...say({ phone }, ['sms']) };
    }
    default: {
      const endpointId = endpoints[index % endpoints.length];
      const path = `/webhooks/endpoints/${endpointId}/test`;
      return { channel: 'webhook', name: title, path, body: {} };
    }
  }
}

/** Asks until there is an answer; the key makes one effect of all of them. Throws on what asking again does not mend. */
async function request<Data>(
  url: string,
  about: { method: string; body: unknown; key: string | undefined; token: string },
): Promise<Data> {
  const { method, body, key, token } = about;
  for (;;) {
    const response = await fetch(url, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    }).catch(() => null);
    const answer = await readAnswer<Data>(response);
    if (answer !== null) return answer;
    await sleep(RETRY_MS);
  }
}

async function readAnswer<Data>(response: Response | null): Promise<Data | null> {
  const text = await response?.text().catch(() => null);
  if (response === null || text === null || text === undefined) return null;
  if (response.ok) return (JSON.parse(text) as { data: Data }).data;
  const isForLater = response.status === 503 || text.includes('idempotency_key_in_use');
  if (isForLater) return null;
  throw new Error(`${response.status} of ${response.url}: ${text}`);
}

/** Reads as a client that returns does: everything after a number, and the numbers have no gaps. */
async function readInbox(call: LoadClient['call'], organizationId: string): Promise<InboxLine[]> {
  const lines: InboxLine[] = [];
  for (;;) {
    const since = lines.at(-1)?.seq ?? 0;
    const { entries, isComplete } = await call<{
      entries: { seq: number; content: { title?: string } }[];
      isComplete: boolean;
    }>('GET', `/organizations/${organizationId}/inbox/changes?since=${since}&limit=${PAGE_SIZE}`);
    lines.push(
      ...entries.map(({ seq, content }) => ({
        seq,
        title: content.title?.startsWith(TITLE) === true ? content.title : null,
      })),
    );
    if (isComplete || entries.length === 0) return lines;
  }
}
