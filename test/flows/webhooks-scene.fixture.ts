import type { TestServer } from '../harness/server.ts';
import { startFarSide, type FarSide } from '../../server/src/features/channels/far-side.fixture.ts';
import type { Person } from '../harness/people.ts';

/** Settings of a server whose organizations may call this machine. */
export const openEgress = { EGRESS_ALLOW: '127.0.0.1:*' };

/** Endpoints of an organization with a log. */
export interface WebhookScene {
  /** Called "Billing": one call arrived. */
  endpointId: string;
  /** Called "Old": it answered 410 and is off. */
  goneId: string;
}

type Who = { server: TestServer; owner: Pick<Person, 'token'>; organizationId: string };

const WAIT_MS = 20_000;
const LOOK_MS = 100;

/** A receiver of webhooks, as a program of an organization would be. */
export async function startReceiver(): Promise<FarSide> {
  return startFarSide((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"taken":true}');
  });
}

/** A receiver that takes what it gets, and one that is gone. */
interface Receivers {
  taking: FarSide;
  gone: FarSide;
  close(): Promise<void>;
}

/** Starts both. */
export async function startReceivers(): Promise<Receivers> {
  const taking = await startReceiver();
  const gone = await startReceiver();
  gone.fault = { status: 410 };
  return {
    taking,
    gone,
    async close() {
      await taking.close();
      await gone.close();
    },
  };
}

async function ask(
  { server, owner }: Who,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const options = { token: owner.token, ...(body !== undefined && { body }) };
  const answer = await server.call(method, path, options);
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body.data as Record<string, unknown>;
}

/** Adds an endpoint by the API; answers its id and secret. */
async function addEndpoint(
  who: Who,
  body: { name: string; url: string } & Record<string, unknown>,
): Promise<{ id: string; secret: string }> {
  const { organizationId } = who;
  const made = await ask(who, 'POST', '/webhooks/endpoints', { organizationId, ...body });
  return made as { id: string; secret: string };
}

/** Makes a workspace: something that happens. */
export async function happen(who: Who, name: string): Promise<void> {
  await ask(who, 'POST', `/organizations/${who.organizationId}/workspaces`, { name });
}

/** Waits until so many calls of an endpoint are over. */
async function waitForCalls(who: Who, endpointId: string, count: number): Promise<void> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const calls = await ask(who, 'GET', `/webhooks/endpoints/${endpointId}/attempts`);
    const over = (calls as unknown as { endedAt: string | null }[]).filter(
      ({ endedAt }) => endedAt !== null,
    );
    if (over.length >= count) return;
    if (Date.now() > until) throw new Error(`calls: ${JSON.stringify(calls)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Two endpoints, of which one answered and the other is gone. */
export async function seedWebhooks(
  who: Who,
  { taking, gone }: Pick<Receivers, 'taking' | 'gone'>,
): Promise<WebhookScene> {
  const eventTypes = ['workspace.created'];
  const { id } = await addEndpoint(who, { name: 'Billing', url: `${taking.url}/hook` });
  const old = await addEndpoint(who, { name: 'Old', url: `${gone.url}/hook`, eventTypes });
  await happen(who, 'Warehouse');
  await waitForCalls(who, id, 1);
  await waitForCalls(who, old.id, 1);
  return { endpointId: id, goneId: old.id };
}

/** A template in each channel, its mail in two versions. */
export async function seedTemplates(who: Who): Promise<void> {
  const sample = { name: 'Ada', url: 'https://shop.example.com/7' };
  const texts = [
    { locale: 'en', channel: 'email', subject: 'Order', source: 'Hello {{ name }}' },
    { locale: 'en', channel: 'email', subject: 'Your order', source: 'Hi\n\n[Follow]({{ url }})' },
    { locale: 'en', channel: 'push', subject: 'Order', source: 'For {{ name }}' },
    { locale: 'en', channel: 'inApp', subject: 'Order', source: 'For {{ name }}' },
    { locale: 'de', channel: 'sms', source: 'Hallo {{ name }} — {{ url }}' },
  ];
  const path = `/organizations/${who.organizationId}/notification-templates/order-shipped`;
  for (const text of texts) await ask(who, 'PUT', path, { ...text, sample });
}

/** Lets what waits for its next attempt go now. */
export async function hurryCalls(server: TestServer): Promise<void> {
  await server.database.query(
    `update deliveries set run_at = now() where state = 'queued' and channel = 'webhook'`,
  );
}
