import type { TestServer } from './server.ts';

/** Somebody with an account and a session. */
export interface Person {
  userId: string;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
  sessionId: string;
}

let counter = 0;

/** Creates an account by the API; the first one on a server owns the instance. */
export async function registerPerson(
  server: TestServer,
  details: { email?: string; name?: string; invitationToken?: string } = {},
): Promise<Person> {
  counter += 1;
  const email = details.email ?? `person-${counter}-${Date.now()}@example.test`;
  const password = `violet ladder ${counter} quiet harbour`;
  const answer = await server.call('POST', '/auth/register', {
    body: { name: 'Test Person', ...details, email, password },
  });
  if (answer.status !== 200) throw new Error(`register: ${JSON.stringify(answer.body)}`);
  const { accessToken, refreshToken, sessionId, account } = answer.body.data;
  return { userId: account.id, email, password, token: accessToken, refreshToken, sessionId };
}

/** Gives somebody another name, as they do it themselves: whatever remembers names hears of it. */
export async function renamePerson(
  server: TestServer,
  { token }: Pick<Person, 'token'>,
  name: string,
): Promise<void> {
  const answer = await server.call('PATCH', '/account', { token, body: { name } });
  if (answer.status !== 200) throw new Error(`rename: ${JSON.stringify(answer.body)}`);
}

/** An organization of which `owner` is the owner; answers its id. */
export async function createOrganization(
  server: TestServer,
  owner: Person,
  name = 'Acme',
): Promise<string> {
  const answer = await server.call('POST', '/organizations', {
    body: { name },
    token: owner.token,
  });
  if (answer.status !== 200) throw new Error(`create organization: ${JSON.stringify(answer.body)}`);
  return answer.body.data.id;
}

/** A new person who joins `organizationId` with the built-in role `roleKey`. */
export async function addMember(
  server: TestServer,
  owner: Person,
  organizationId: string,
  roleKey: string,
): Promise<Person & { memberId: string }> {
  const roles = await server.call('GET', `/organizations/${organizationId}/roles`, {
    token: owner.token,
  });
  const role = roles.body.data.find((candidate: { key: string }) => candidate.key === roleKey);
  const person = await registerPerson(server);
  const path = `/organizations/${organizationId}/invitations`;
  const invited = await server.call('POST', path, {
    token: owner.token,
    body: { email: person.email, roleId: role.id },
  });
  const token = new URL(invited.body.data.link).searchParams.get('token');
  const accepted = await server.call('POST', '/invitations/accept', {
    token: person.token,
    body: { token },
  });
  if (accepted.status !== 200)
    throw new Error(`accept invitation: ${JSON.stringify(accepted.body)}`);
  const members = await server.call('GET', `/organizations/${organizationId}/members?limit=100`, {
    token: owner.token,
  });
  const { id } = members.body.data.find(
    (member: { userId: string }) => member.userId === person.userId,
  );
  return { ...person, memberId: id };
}
