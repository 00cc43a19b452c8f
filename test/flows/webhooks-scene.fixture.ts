import type { TestServer } from '../harness/server.ts';
import { startFarSide, type FarSide } from '../../server/src/features/channels/far-side.fixture.ts';
import type { Person } from '../harness/people.ts';

/** Settings of a server whose organizations may call this machine. */
export const openEgress = { EGRESS_ALLOW: '127.0.0.1:*' };

/** A receiver of webhooks, as a program of an organization would be. */
export async function startReceiver(): Promise<FarSide> {
  return startFarSide((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"taken":true}');
  });
}

/** Adds an endpoint by the API; answers its id and secret. */
export async function addEndpoint(
  server: TestServer,
  owner: Person,
  body: { organizationId: string; name: string; url: string } & Record<string, unknown>,
): Promise<{ id: string; secret: string }> {
  const answer = await server.call('POST', '/webhooks/endpoints', { token: owner.token, body });
  if (answer.status !== 200) throw new Error(`webhook: ${JSON.stringify(answer.body)}`);
  return answer.body.data as { id: string; secret: string };
}

/** Makes a workspace: something that happens. */
export async function happen(
  server: TestServer,
  owner: Person,
  { organizationId, name }: { organizationId: string; name: string },
): Promise<void> {
  const path = `/organizations/${organizationId}/workspaces`;
  const answer = await server.call('POST', path, { token: owner.token, body: { name } });
  if (answer.status !== 200) throw new Error(`workspace: ${JSON.stringify(answer.body)}`);
}
