import type { ApiNode, TwoNodes } from './two-nodes.ts';

/** Access that is about to be taken away on one node, and a way to ask for it on the other. */
export interface Revocation {
  /** Uses the access on node B; false when it is refused. Throws when the answer is neither. */
  use(): Promise<boolean>;
  /** Takes it away on node A; resolves with the acknowledgement. */
  revoke(): Promise<void>;
}

/** A way to take access away. */
export interface RevocationKind {
  name: string;
  /** Gives somebody new the access. */
  prepare(scene: Scene): Promise<Revocation>;
}

/** Two nodes with an organization and its owner. */
export interface Scene {
  nodes: TwoNodes;
  owner: Person;
  organizationId: string;
  roles: Record<string, string>;
}

interface Person {
  userId: string;
  email: string;
  token: string;
  refreshToken: string;
  sessionId: string;
}

interface Session {
  accessToken: string;
  refreshToken: string;
  sessionId: string;
  account: { id: string };
}

const REFUSALS = new Set([401, 403, 404]);
const PASSWORD = 'violet ladder quiet harbour';

let people = 0;

/** Makes the scene through node A. */
export async function createScene(nodes: TwoNodes): Promise<Scene> {
  const owner = await register(nodes.a);
  const { id } = await demand<{ id: string }>(nodes.a, 'POST', '/organizations', owner.token, {
    name: 'Acme',
  });
  const roles = await demand<{ id: string; key: string }[]>(
    nodes.a,
    'GET',
    `/organizations/${id}/roles`,
    owner.token,
  );
  return {
    nodes,
    owner,
    organizationId: id,
    roles: Object.fromEntries(roles.map((role) => [role.key, role.id])),
  };
}

/** Every way that SPEC A6 and security S25 name and that exists so far. */
export const revocationKinds: RevocationKind[] = [
  {
    name: 'remove a member, REST',
    async prepare(scene) {
      const { token, memberId } = await addMember(scene);
      const path = `/organizations/${scene.organizationId}`;
      return {
        use: () => isAllowed(scene.nodes.b, 'GET', path, { token }),
        revoke: () => manage(scene, 'DELETE', `${path}/members/${memberId}`),
      };
    },
  },
  {
    name: 'change a role, REST',
    async prepare(scene) {
      const { token, memberId } = await addMember(scene);
      const path = `/organizations/${scene.organizationId}/members`;
      return {
        use: () => isAllowed(scene.nodes.b, 'GET', path, { token }),
        revoke: () =>
          manage(scene, 'PATCH', `${path}/${memberId}`, { roleId: scene.roles['guest'] }),
      };
    },
  },
  {
    name: 'end a session, REST',
    async prepare({ nodes }) {
      const { token, revoke } = await openSecondSession(nodes);
      return { use: () => isAllowed(nodes.b, 'GET', '/account', { token }), revoke };
    },
  },
  {
    name: 'end a session, refresh',
    async prepare({ nodes }) {
      const session = await openSecondSession(nodes);
      let { refreshToken } = session;
      const use = async () => {
        const body = { refreshToken };
        const { status, data } = await nodes.b.call<Session>('POST', '/auth/refresh', { body });
        if (status === 200) ({ refreshToken } = data);
        return judge(status);
      };
      return { use, revoke: session.revoke };
    },
  },
  {
    name: 'delete an API key, REST',
    async prepare(scene) {
      const path = `/organizations/${scene.organizationId}`;
      const key = await demand<{ id: string; secret: string }>(
        scene.nodes.a,
        'POST',
        `${path}/api-keys`,
        scene.owner.token,
        { name: 'Key', scopes: ['organization:read'] },
      );
      return {
        use: () => isAllowed(scene.nodes.b, 'GET', path, { token: key.secret }),
        revoke: () => manage(scene, 'DELETE', `${path}/api-keys/${key.id}`),
      };
    },
  },
];

async function register(node: ApiNode): Promise<Person> {
  people += 1;
  const email = `person-${people}-${Date.now()}@example.test`;
  const body = { email, name: 'Olga', password: PASSWORD };
  const session = await demand<Session>(node, 'POST', '/auth/register', undefined, body);
  return toPerson(email, session);
}

function toPerson(email: string, session: Session): Person {
  const { accessToken: token, account, refreshToken, sessionId } = session;
  return { email, token, refreshToken, sessionId, userId: account.id };
}

async function addMember(scene: Scene): Promise<Person & { memberId: string }> {
  const { nodes, owner, organizationId, roles } = scene;
  const person = await register(nodes.a);
  const path = `/organizations/${organizationId}`;
  const invitation = { email: person.email, roleId: roles['member'] };
  const { link } = await demand<{ link: string }>(
    nodes.a,
    'POST',
    `${path}/invitations`,
    owner.token,
    invitation,
  );
  const body = { token: new URL(link).searchParams.get('token') };
  await demand(nodes.a, 'POST', '/invitations/accept', person.token, body);
  const query = `?limit=1&search=${encodeURIComponent(person.email)}`;
  const [member] = await demand<{ id: string; userId: string }[]>(
    nodes.a,
    'GET',
    `${path}/members${query}`,
    owner.token,
  );
  if (member?.userId !== person.userId) throw new Error('the new member is not in the list');
  return { ...person, memberId: member.id };
}

/** A session of somebody who can end it from another one. */
async function openSecondSession(nodes: TwoNodes) {
  const first = await register(nodes.a);
  const second = await demand<Session>(nodes.a, 'POST', '/auth/login', undefined, {
    email: first.email,
    password: PASSWORD,
  });
  const { token, refreshToken, sessionId } = toPerson(first.email, second);
  const revoke = async () =>
    void (await demand(nodes.a, 'DELETE', `/account/sessions/${sessionId}`, first.token));
  return { token, refreshToken, revoke };
}

async function manage(scene: Scene, method: string, path: string, body?: unknown): Promise<void> {
  await demand(scene.nodes.a, method, path, scene.owner.token, body);
}

async function isAllowed(
  node: ApiNode,
  method: string,
  path: string,
  options: { token: string },
): Promise<boolean> {
  const { status } = await node.call(method, path, options);
  return judge(status);
}

function judge(status: number): boolean {
  if (status === 200) return true;
  if (REFUSALS.has(status)) return false;
  throw new Error(`neither allowed nor refused: ${status}`);
}

async function demand<Data>(
  node: ApiNode,
  method: string,
  path: string,
  token?: string,
  body?: unknown,
): Promise<Data> {
  const answer = await node.call<Data>(method, path, { token, body });
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status}`);
  return answer.data;
}
