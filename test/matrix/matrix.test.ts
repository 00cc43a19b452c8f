import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../contract/src/catalogue.ts';
import { addMember, registerPerson, type Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createDatabaseHash } from './database-hash.ts';
import { expectVerdict, isOnBoard, readVerdict } from './expected.ts';
import { generateRequest, UNKNOWN_FIELD, type GeneratedRequest } from './inputs.ts';
import { buildPrincipals, buildWorld, type Principal, type World } from './principals.ts';

/** Thousands of calls, and a look at every table after each operation. */
const TIMEOUT_MS = 300_000;

let server: TestServer;
let instanceOwner: Person;
let own: World;
let other: World;
let principals: Principal[];
let hashDatabase: () => Promise<string>;
const tally = { calls: 0, mismatches: [] as string[] };

beforeAll(async () => {
  server = await startTestServer();
  instanceOwner = await registerPerson(server);
  own = await buildWorld(server, 'Own');
  other = await buildWorld(server, 'Other');
  principals = await buildPrincipals(server, own, other, instanceOwner);
  hashDatabase = await createDatabaseHash(server.database);
});
afterAll(async () => {
  process.stdout.write(`\ncalls ${tally.calls}, mismatches ${tally.mismatches.length}\n`);
  await server.stop();
});

async function send(request: GeneratedRequest, token: string | undefined): Promise<number> {
  tally.calls += 1;
  const { method, path, body, headers } = request;
  const answer = await server.call(method, path, {
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  });
  return answer.status;
}

function note(mismatch: string): void {
  tally.mismatches.push(mismatch);
}

describe('security S24: authorization matrix', { timeout: TIMEOUT_MS }, () => {
  it('every operation keeps its declaration for every principal, and a refused write changes nothing', async () => {
    const before = await hashDatabase();
    for (const spec of operations) {
      for (const principal of principals) {
        const expected = expectVerdict(spec, principal);
        const extra = expected === 'allowed' ? { [UNKNOWN_FIELD]: '1' } : {};
        const status = await send(generateRequest(spec, own.objects, extra), principal.token);
        // Whoever is allowed is stopped by validation, so that one world serves the whole matrix.
        const isRight = expected === 'allowed' ? status === 400 : readVerdict(status) === expected;
        if (!isRight) note(`${spec.name} as ${principal.name}: ${status}, expected ${expected}`);
      }
      if ((await hashDatabase()) !== before)
        note(`${spec.name}: a refused call changed the database`);
    }
    expect(tally.mismatches).toEqual([]);
  });

  it('SPEC A4: a private board is there for those who are named on it, and for nobody else', async () => {
    const before = await hashDatabase();
    for (const spec of operations) {
      if (spec.access.kind !== 'permission' || !isOnBoard(spec)) continue;
      for (const principal of principals) {
        const expected = expectVerdict(spec, principal, true);
        const extra = expected === 'allowed' ? { [UNKNOWN_FIELD]: '1' } : {};
        const request = generateRequest(spec, own.privateObjects, extra);
        const status = await send(request, principal.token);
        const isRight = expected === 'allowed' ? status === 400 : readVerdict(status) === expected;
        if (!isRight)
          note(
            `${spec.name} on a private board as ${principal.name}: ${status}, expected ${expected}`,
          );
      }
    }
    if ((await hashDatabase()) !== before) note('a refused call changed the database');
    expect(tally.mismatches).toEqual([]);
  });

  it('security S40, S41: an object of another organization is not found, whichever id is swapped', async () => {
    const before = await hashDatabase();
    for (const spec of operations) {
      const { access } = spec;
      if (access.kind !== 'permission') continue;
      const named = Object.keys(own.objects).filter((field) =>
        spec.path.includes(`:${field}`),
      ) as (keyof World['objects'])[];
      for (const field of named) {
        const swapped = { ...own.objects, [field]: other.objects[field] };
        const status = await send(generateRequest(spec, swapped), own.owner.token);
        if (status !== 404)
          note(`${spec.name} with another organization's ${field}: ${status}, expected 404`);
      }
    }
    if ((await hashDatabase()) !== before) note('a swapped id changed the database');
    expect(tally.mismatches).toEqual([]);
  });

  it('security S41: an id in the body that belongs to another organization is refused', async () => {
    const path = `/organizations/${own.organizationId}`;
    const foreignRole = other.objects.roleId;
    const tries: GeneratedRequest[] = [
      {
        method: 'PATCH',
        path: `${path}/members/${own.objects.memberId}`,
        body: { roleId: foreignRole },
      },
      {
        method: 'POST',
        path: `${path}/invitations`,
        body: { email: 'x@example.test', roleId: foreignRole },
      },
      {
        method: 'POST',
        path: `${path}/transfer-ownership`,
        body: { memberId: other.objects.memberId, currentPassword: own.owner.password },
      },
    ];
    const before = await hashDatabase();
    for (const request of tries) {
      const status = await send(request, own.owner.token);
      if (status !== 404 && status !== 400)
        note(`${request.method} ${request.path} with a foreign id in the body: ${status}`);
    }
    if ((await hashDatabase()) !== before) note('a foreign id in the body changed the database');
    expect(tally.mismatches).toEqual([]);
  });

  it('fails on a mutant: an operation that declares less than it should', () => {
    const rename = operations.find(({ name }) => name === 'organizations.update');
    const guest = principals.find(({ name }) => name === 'guest');
    if (rename === undefined || guest === undefined)
      throw new Error('the matrix lost its subjects');
    const loosened = {
      ...rename,
      access: { ...rename.access, permission: 'organization:read' },
    } as typeof rename;
    expect(expectVerdict(loosened, guest)).toBe('allowed');
    expect(expectVerdict(rename, guest)).toBe(403);
  });
});

describe('security S25: revocation in the middle of a session', { timeout: TIMEOUT_MS }, () => {
  it('every operation on the organization refuses a member who was removed a moment ago', async () => {
    for (const spec of operations) {
      if (spec.access.kind !== 'permission' || spec.access.object !== 'organization') continue;
      const admin = await addMember(server, own.owner, own.organizationId, 'admin');
      // Warm: the grant is cached now.
      await send({ method: 'GET', path: `/organizations/${own.organizationId}` }, admin.token);
      await server.call(
        'DELETE',
        `/organizations/${own.organizationId}/members/${admin.memberId}`,
        { token: own.owner.token },
      );
      const status = await send(generateRequest(spec, own.objects), admin.token);
      const expected = 404;
      if (status !== expected) note(`${spec.name} after removal: ${status}, expected ${expected}`);
    }
    expect(tally.mismatches).toEqual([]);
  });
});
