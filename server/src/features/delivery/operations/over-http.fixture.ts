import {
  createOrganization,
  registerPerson,
  type Person,
} from '../../../../../test/harness/people.ts';
import {
  startTestServer,
  type Answer,
  type TestServer,
} from '../../../../../test/harness/server.ts';

/** A program of an organization, and one of its people, that send by HTTP. */
export interface HttpBed {
  server: TestServer;
  owner: Person;
  organizationId: string;
  /** Makes a key of the organization. */
  makeKey(scopes: string[]): Promise<string>;
  /** A call with the key that may only send, or another credential. */
  call(
    method: string,
    path: string,
    body?: unknown,
    more?: { token?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** A call of the owner. */
  manage(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Sends a notification to an address; answers the id of the job. */
  send(more?: Record<string, unknown>): Promise<string>;
}

/** What tests say. */
export const content = { title: 'Deployed', body: 'Version 7 is out.' };
/** How long a test waits for what comes by itself. */
export const LIMIT = { timeout: 30_000, interval: 50 };
const HOUR_MS = 3_600_000;

/** A time that no test lives to see. */
export function inAnHour(): string {
  return new Date(Date.now() + HOUR_MS).toISOString();
}

/** Paths of the problems of a refusal. */
export function fieldsOf({ body }: Answer): string[] {
  return (body.error?.details?.fields ?? []).map(({ path }) => path);
}

/** Starts the program with an organization. */
export async function openHttpBed(): Promise<HttpBed> {
  const server = await startTestServer();
  const owner = await registerPerson(server);
  const organizationId = await createOrganization(server, owner);
  const makeKey = async (scopes: string[]) => {
    const answer = await server.call('POST', `/organizations/${organizationId}/api-keys`, {
      token: owner.token,
      body: { name: scopes.join(' '), scopes },
    });
    return String(answer.body.data.secret ?? answer.body.data.key);
  };
  const key = await makeKey(['organization:read', 'notifications:send']);
  const call: HttpBed['call'] = (method, path, body, more = {}) =>
    server.call(method, path, {
      token: more.token ?? key,
      ...(body === undefined ? {} : { body }),
      ...(more.headers === undefined ? {} : { headers: more.headers }),
    });
  return {
    server,
    owner,
    organizationId,
    makeKey,
    call,
    manage: (method, path, body) => call(method, path, body, { token: owner.token }),
    async send(more = {}) {
      const body = { to: [{ email: 'ada@example.com' }], content, ...more };
      const answer = await call('POST', '/notifications', body);
      if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
      return String(answer.body.data.jobId);
    },
  };
}
