import { expect } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { startTestServer, type TestServer } from '../../../../test/harness/server.ts';
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
  previousSecretUntil: string | null;
}

export interface Call {
  id: string;
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

/** Opens it. */
export async function openWebhookBed(): Promise<WebhookBed> {
  const side = await startFarSide((_request, response) => response.writeHead(204).end());
  const server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:*' });
  const owner = await registerPerson(server);
  const organizationId = await createOrganization(server, owner);
  const call = async <Data>(method: string, path: string, body?: unknown): Promise<Data> => {
    const options = { token: owner.token, ...(body !== undefined && { body }) };
    const answer = await server.call(method, `/webhooks/endpoints${path}`, options);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.data as Data;
  };
  return {
    server,
    owner,
    organizationId,
    side,
    call,
    add: (input) =>
      call<Endpoint>('POST', '', {
        organizationId,
        name: 'Receiver',
        url: `${side.url}/hook`,
        ...input,
      }),
    async happen(name) {
      const path = `/organizations/${organizationId}/workspaces`;
      const answer = await server.call('POST', path, { token: owner.token, body: { name } });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
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
