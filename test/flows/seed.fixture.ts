import { appCode } from '../../server/src/features/accounts/app-codes.fixture.ts';
import { addMember, createOrganization, type Person } from '../harness/people.ts';
import type { TestServer } from '../harness/server.ts';

/** What somebody logs in with. */
export interface Credentials {
  email: string;
  password: string;
}

/** An organization in use: people, an invitation of each kind, a role, a key, entries. */
export interface Seed {
  owner: Person;
  organizationId: string;
  /** A second organization of the owner's, in which nothing happened yet. */
  emptyId: string;
  /** The secret in the link of an open invitation by mail. */
  invitationToken: string;
  /** Somebody with the second step turned on. */
  careful: Credentials;
}

/** Fills a new instance by the API, in the name of its owner. */
export async function seedInstance(server: TestServer, credentials: Credentials): Promise<Seed> {
  const owner = await logInByApi(server, credentials);
  const { token } = owner;
  const emptyId = await createOrganization(server, owner, 'Difference Works');
  const organizationId = await createOrganization(server, owner, 'Analytical Engines');
  const base = `/organizations/${organizationId}`;
  const careful = await addMember(server, owner, organizationId, 'admin');
  await turnOnSecondStep(server, careful);
  const { memberId } = await addMember(server, owner, organizationId, 'guest');
  await post(server, token, `${base}/members/${memberId}/suspend`);
  const permissions = ['organization:read', 'audit:read'];
  const role = await post(server, token, `${base}/roles`, { name: 'Auditor', permissions });
  const invitation = { email: 'invited@example.test', roleId: role.id };
  const { link } = await post(server, token, `${base}/invitations`, invitation);
  await post(server, token, `${base}/invitations`, { roleId: role.id });
  const key = { name: 'Nightly backup', scopes: ['organization:read'] };
  await post(server, token, `${base}/api-keys`, key);
  const invitationToken = new URL(link).searchParams.get('token') ?? '';
  return { owner, organizationId, emptyId, invitationToken, careful };
}

async function logInByApi(server: TestServer, { email, password }: Credentials): Promise<Person> {
  const session = await post(server, '', '/auth/login', { email, password });
  const { accessToken: token, refreshToken, sessionId, account } = session;
  return { email, password, token, refreshToken, sessionId, userId: account.id };
}

async function turnOnSecondStep(server: TestServer, { token, password }: Person): Promise<void> {
  const body = { currentPassword: password };
  const { secret } = await post(server, token, '/account/mfa/enroll', body);
  await post(server, token, '/account/mfa/enable', { code: appCode(secret) });
}

/** Who calls: an access token, empty for a visitor, and the name of the program. */
export type Caller = string | { token: string; userAgent: string };

/** Calls an operation that must succeed; answers its data. */
export async function post(server: TestServer, caller: Caller, path: string, body: unknown = {}) {
  const { token, userAgent } =
    typeof caller === 'string' ? { token: caller, userAgent: 'node' } : caller;
  const headers = { 'user-agent': userAgent };
  const answer = await server.call('POST', path, { body, headers, ...(token ? { token } : {}) });
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body.data;
}
