import { expect } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { startTestServer, type Answer, type TestServer } from '../../../../test/harness/server.ts';
import {
  createOrganization,
  registerPerson,
  type Person,
} from '../../../../test/harness/people.ts';
import { startFarSide, type Arrived, type FarSide } from '../channels/far-side.fixture.ts';

/** A server with an organization, and a receiver for its webhooks. */
export interface WebhookBed {
  server: TestServer;
  owner: Person;
  organizationId: string;
  side: FarSide;
  /** Calls an operation below `/webhooks/endpoints` that must succeed; answers its data. */
  call<Data>(method: string, path: string, body?: unknown): Promise<Data>;
  /** Calls any operation, by a person's token or a key; answers whatever comes. */
  ask(token: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** The same, which must succeed; answers its data. */
  must<Data>(token: string, method: string, path: string, body?: unknown): Promise<Data>;
  /** Makes a board. */
  makeBoard(name: string, visibility: 'organization' | 'private'): Promise<string>;
  /** Makes a key of the owner. */
  makeKey(scopes: readonly string[]): Promise<{ id: string; secret: string }>;
  /** Adds an endpoint at the receiver. */
  add(input?: Record<string, unknown>): Promise<Endpoint>;
  /** Makes a workspace: something that happens. */
  happen(name: string): Promise<void>;
  /** What was sent to an endpoint and is to be sent, newest first. */
  log(endpointId: string): Promise<Call[]>;
  /** What the receiver has got, once there are so many. */
  arrived(count: number): Promise<Payload[]>;
  /** Lets what waits for its next attempt go now. */
  hurry(): Promise<void>;
  close(): Promise<void>;
}

export interface Endpoint {
  id: string;
  secret: string;
  state: string;
  disabledReason: string | null;
  failingSince: string | null;
  callsPerMinute: number | null;
  actsFor: {
    userId: string;
    apiKey: { id: string; name: string | null } | null;
    isActive: boolean;
  } | null;
  previousSecretUntil: string | null;
}

export interface Call {
  id: string;
  jobId: string;
  hold: string | null;
  webhookId: string;
  type: string;
  state: string;
  reason: string | null;
  attempts: number;
}

export interface Payload {
  type: string;
  timestamp: string;
  data: { eventId: string; boardId: string | null; event: { name?: string } };
}

const WAIT_MS = 20_000;

/** Opens it, with `environment` on top of the tests' own. */
export async function openWebhookBed(
  environment: Record<string, string> = {},
): Promise<WebhookBed> {
  const side = await startFarSide((_request, response) => response.writeHead(204).end());
  const server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:*', ...environment });
  const owner = await registerPerson(server);
  const organizationId = await createOrganization(server, owner);
  const ask: WebhookBed['ask'] = (token, method, path, body) =>
    server.call(method, path, { token, ...(body !== undefined && { body }) });
  const must = async <Data>(...asked: Parameters<WebhookBed['ask']>): Promise<Data> => {
    const answer = await ask(...asked);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.data as Data;
  };
  const call = <Data>(method: string, path: string, body?: unknown): Promise<Data> =>
    must(owner.token, method, `/webhooks/endpoints${path}`, body);
  const make = (path: string, body: unknown) =>
    must<{ id: string; secret: string }>(owner.token, 'POST', path, body);
  const inOrganization = `/organizations/${organizationId}`;
  let workspaceId: string | null = null;
  return {
    server,
    owner,
    organizationId,
    side,
    call,
    ask,
    must,
    async makeBoard(name, visibility) {
      workspaceId ??= (await make(`${inOrganization}/workspaces`, { name: 'For boards' })).id;
      return (await make(`/workspaces/${workspaceId}/boards`, { name, visibility })).id;
    },
    makeKey: (scopes) => make(`${inOrganization}/api-keys`, { name: 'Deploy', scopes }),
    add: (input) =>
      call<Endpoint>('POST', '', {
        organizationId,
        name: 'Receiver',
        url: `${side.url}/hook`,
        ...input,
      }),
    async happen(name) {
      await make(`${inOrganization}/workspaces`, { name });
    },
    log: (endpointId) => call<Call[]>('GET', `/${endpointId}/attempts`),
    async arrived(count) {
      await expect
        .poll(() => side.arrived.length, { timeout: WAIT_MS })
        .toBeGreaterThanOrEqual(count);
      return side.arrived.map(({ body }) => JSON.parse(body.toString()) as Payload);
    },
    async hurry() {
      await server.database.query(
        `update deliveries set run_at = now() where state = 'queued' and channel = 'webhook'`,
      );
    },
    async close() {
      await server.stop();
      await side.close();
    },
  };
}

/** Whether a receiver that knows `secret` takes a call. */
export function isSignedWith(secret: string, { headers, body }: Arrived): boolean {
  try {
    new Webhook(secret).verify(body.toString(), headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
