import type { BoardLevel } from '../../contract/src/board-levels.ts';
import {
  boardLevelPermissions,
  systemRoles,
  type Permission,
  type SystemRoleKey,
} from '../../contract/src/permissions.ts';
import { addMember, createOrganization, registerPerson, type Person } from '../harness/people.ts';
import type { TestServer } from '../harness/server.ts';
import { buildNoticeObjects, type NoticeObjects } from './notice-objects.ts';
import { buildBoardObjects, type BoardObjects } from './board-objects.ts';

/** Somebody who calls every operation. */
export interface Principal {
  name: string;
  /** The bearer credential; undefined for anonymous. */
  token: string | undefined;
  kind: 'anonymous' | 'invalid' | 'user' | 'apiKey' | 'shareLink';
  /** What they hold in the organization at hand; null where they do not belong. */
  permissions: readonly Permission[] | null;
  /** What being named on the board, or holding its link, adds there. */
  level?: BoardLevel;
  isInstanceOwner?: true;
}

/** An organization with everything that operations can name, and the people who try. */
export interface World {
  organizationId: string;
  owner: Person;
  /** Ids of objects inside, by the input field that names them. */
  objects: Record<'organizationId' | 'memberId' | 'roleId' | 'invitationId' | 'apiKeyId', string> &
    NoticeObjects &
    BoardObjects;
  /** The same things on a board that only the owner is named on. */
  privateObjects: World['objects'];
  /** The secret of a link that shows the open board. */
  linkToken: string;
}

/** Builds an organization with one object of each kind. */
export async function buildWorld(server: TestServer, name: string): Promise<World> {
  const owner = await registerPerson(server);
  const organizationId = await createOrganization(server, owner, name);
  const target = await addMember(server, owner, organizationId, 'guest');
  const post = async (path: string, body: unknown) => {
    const answer = await server.call('POST', `/organizations/${organizationId}${path}`, {
      token: owner.token,
      body,
    });
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  };
  const role = await post('/roles', { name: 'Reader', permissions: ['organization:read'] });
  const invitation = await post('/invitations', {
    email: `invited-${name.toLowerCase()}@example.test`,
    roleId: role.id,
  });
  const key = await post('/api-keys', { name: 'Key', scopes: ['organization:read'] });
  const open = await buildBoardObjects(server, {
    organizationId,
    owner,
    visibility: 'organization',
  });
  const hidden = await buildBoardObjects(server, { organizationId, owner, visibility: 'private' });
  const objects = {
    organizationId,
    memberId: target.memberId,
    roleId: role.id,
    invitationId: invitation.id,
    apiKeyId: key.id,
    ...(await buildNoticeObjects(server, organizationId)),
    ...open.objects,
  };
  const privateObjects = { ...objects, ...hidden.objects };
  return { organizationId, owner, objects, privateObjects, linkToken: open.linkToken };
}

/** About twenty kinds of callers of `world`; `other` is a world that they may belong to instead. */
export async function buildPrincipals(
  server: TestServer,
  world: World,
  other: World,
  instanceOwner: Person,
): Promise<Principal[]> {
  return [
    { name: 'anonymous', token: undefined, kind: 'anonymous', permissions: null },
    ...(await buildInvalid(server, world)),
    {
      name: 'instance owner',
      token: instanceOwner.token,
      kind: 'user',
      permissions: null,
      isInstanceOwner: true,
    },
    {
      name: 'no membership',
      token: (await registerPerson(server)).token,
      kind: 'user',
      permissions: null,
    },
    {
      name: 'owner of another organization',
      token: other.owner.token,
      kind: 'user',
      permissions: null,
    },
    ...(await buildMembers(server, world)),
    ...(await buildNamedPeople(server, world)),
    { name: 'share link', token: world.linkToken, kind: 'shareLink', permissions: null },
    ...(await buildFormerMembers(server, world)),
    ...(await buildKeys(server, world, other)),
  ];
}

async function buildMembers(server: TestServer, world: World): Promise<Principal[]> {
  const members: Principal[] = [
    {
      name: 'owner',
      token: world.owner.token,
      kind: 'user',
      permissions: systemRoles.owner.permissions,
    },
  ];
  for (const key of ['admin', 'member', 'guest'] as SystemRoleKey[]) {
    const person = await addMember(server, world.owner, world.organizationId, key);
    members.push({
      name: key,
      token: person.token,
      kind: 'user',
      permissions: systemRoles[key].permissions,
    });
  }
  const permissions: Permission[] = ['organization:read', 'audit:read'];
  const path = `/organizations/${world.organizationId}`;
  const role = await server.call('POST', `${path}/roles`, {
    token: world.owner.token,
    body: { name: 'Auditor', permissions },
  });
  const auditor = await addMember(server, world.owner, world.organizationId, 'guest');
  await server.call('PATCH', `${path}/members/${auditor.memberId}`, {
    token: world.owner.token,
    body: { roleId: role.body.data.id },
  });
  return [...members, { name: 'custom role', token: auditor.token, kind: 'user', permissions }];
}

/** Guests who are named on both boards. */
async function buildNamedPeople(server: TestServer, world: World): Promise<Principal[]> {
  const people: Principal[] = [];
  for (const level of Object.keys(boardLevelPermissions) as BoardLevel[]) {
    const person = await addMember(server, world.owner, world.organizationId, 'guest');
    for (const { boardId } of [world.objects, world.privateObjects]) {
      const path = `/boards/${boardId}/members/${person.userId}`;
      await server.call('PUT', path, { token: world.owner.token, body: { level } });
    }
    people.push({
      name: `guest, ${level} of the boards`,
      token: person.token,
      kind: 'user',
      permissions: systemRoles.guest.permissions,
      level,
    });
  }
  return people;
}

async function buildFormerMembers(server: TestServer, world: World): Promise<Principal[]> {
  const path = `/organizations/${world.organizationId}/members`;
  const removed = await addMember(server, world.owner, world.organizationId, 'admin');
  await server.call('DELETE', `${path}/${removed.memberId}`, { token: world.owner.token });
  const suspended = await addMember(server, world.owner, world.organizationId, 'admin');
  await server.call('POST', `${path}/${suspended.memberId}/suspend`, {
    token: world.owner.token,
    body: {},
  });
  return [
    { name: 'removed member', token: removed.token, kind: 'user', permissions: null },
    { name: 'suspended member', token: suspended.token, kind: 'user', permissions: null },
  ];
}

/** Credentials that are no good anywhere. */
async function buildInvalid(server: TestServer, world: World): Promise<Principal[]> {
  const loggedOut = await registerPerson(server);
  await server.call('POST', '/auth/logout', { token: loggedOut.token, body: {} });
  const halfWay = await registerPerson(server);
  const revoked = await createKey(server, world, ['organization:read']);
  await server.call('DELETE', `/organizations/${world.organizationId}/api-keys/${revoked.id}`, {
    token: world.owner.token,
  });
  const expired = await createKey(server, world, ['organization:read']);
  await server.database.query(
    `update api_keys set expires_at = now() - interval '1 minute' where id = $1`,
    [expired.id],
  );
  const tokens = {
    'logged out': loggedOut.token,
    'half-way through MFA': await beginMfa(server, halfWay),
    'refresh token as bearer': halfWay.refreshToken,
    'revoked API key': revoked.secret,
    'expired API key': expired.secret,
    'made-up token': 'eyJhbGciOiJub25lIn0.e30.',
  };
  return Object.entries(tokens).map(([name, token]) => ({
    name,
    token,
    kind: 'invalid',
    permissions: null,
  }));
}

/** The challenge of somebody whose password was right and whose code is still to come. */
async function beginMfa(server: TestServer, person: Person): Promise<string> {
  await server.database.query(
    `insert into user_mfa (user_id, secret_sealed, enabled_at) values ($1, 'not needed here', now())`,
    [person.userId],
  );
  const answer = await server.call('POST', '/auth/login', {
    body: { email: person.email, password: person.password },
  });
  return answer.body.data.mfaToken;
}

async function buildKeys(server: TestServer, world: World, other: World): Promise<Principal[]> {
  const all = systemRoles.owner.permissions;
  const kinds: [string, World, readonly Permission[]][] = [
    ['API key with every scope', world, all],
    ['API key that reads', world, ['organization:read', 'members:read']],
    ['API key that audits', world, ['organization:read', 'audit:read']],
    ['API key of another organization', other, all],
  ];
  const principals: Principal[] = [];
  for (const [name, home, scopes] of kinds) {
    const { secret } = await createKey(server, home, scopes);
    principals.push({
      name,
      token: secret,
      kind: 'apiKey',
      permissions: home === world ? scopes : null,
    });
  }
  return principals;
}

async function createKey(
  server: TestServer,
  world: World,
  scopes: readonly Permission[],
): Promise<{ id: string; secret: string }> {
  const path = `/organizations/${world.organizationId}/api-keys`;
  const answer = await server.call('POST', path, {
    token: world.owner.token,
    body: { name: 'Matrix', scopes },
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data;
}
