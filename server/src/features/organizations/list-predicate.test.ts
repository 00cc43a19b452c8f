import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissionNames, type Permission } from '@boardwire/contract/permissions';
import { createId } from '../../kernel/ids.ts';
import type { Actor } from '../../platform/actor.ts';
import { openBed, type Bed } from './bed.fixture.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await openBed();
});
afterAll(() => bed.close());

const PEOPLE = 4;
const ORGANIZATIONS = 3;

const permissionSet = fc.subarray([...permissionNames]);
const role = fc.oneof(
  fc
    .constantFrom('owner', 'admin', 'member', 'guest')
    .map((key) => ({ key, permissions: [] as Permission[] })),
  permissionSet.map((permissions) => ({ key: null, permissions })),
);
const membership = fc.option(
  fc.record({ role, state: fc.constantFrom('active', 'active', 'suspended') }),
);
const organization = fc.record({
  deletion: fc.constantFrom('none', 'none', 'scheduled', 'due'),
  members: fc.array(membership, { minLength: PEOPLE, maxLength: PEOPLE }),
});
const graph = fc.record({
  organizations: fc.array(organization, { minLength: ORGANIZATIONS, maxLength: ORGANIZATIONS }),
  scopes: permissionSet,
});
type Graph = typeof graph extends fc.Arbitrary<infer Value> ? Value : never;

/** Stores a graph in four statements; answers the ids of its people and organizations. */
async function plant({
  organizations,
}: Graph): Promise<{ userIds: string[]; organizationIds: string[] }> {
  const userIds = Array.from({ length: PEOPLE }, createId);
  const placed = organizations.map((entry) => ({ ...entry, id: createId() }));
  const members = placed.flatMap(({ id, members: list }) =>
    list.flatMap((entry, index) =>
      entry === null
        ? []
        : [
            {
              ...entry,
              organizationId: id,
              userId: userIds[index],
              roleId: createId(),
              name: `role ${index}`,
            },
          ],
    ),
  );
  // The built-in roles exist once in an organization: people who share one share its row.
  const roles = new Map(
    members.map((entry) => [`${entry.organizationId} ${entry.role.key ?? entry.roleId}`, entry]),
  );
  const roleIdOf = (entry: (typeof members)[number]) =>
    roles.get(`${entry.organizationId} ${entry.role.key ?? entry.roleId}`)?.roleId;
  await bed.test.query(
    `insert into users (id, email, name, password_hash) select id::uuid, id, 'P', '' from unnest($1::text[]) as id`,
    [userIds],
  );
  await bed.test.query(
    `insert into organizations (id, name, deletion_scheduled_for)
     select id, 'O', case deletion when 'scheduled' then now() + interval '1 day' when 'due' then now() - interval '1 day' end
     from jsonb_to_recordset($1) as r (id uuid, deletion text)`,
    [JSON.stringify(placed)],
  );
  await bed.test.query(
    `insert into roles (organization_id, id, key, name, permissions)
     select "organizationId", "roleId", role ->> 'key', name, array(select jsonb_array_elements_text(role -> 'permissions'))
     from jsonb_to_recordset($1) as r ("organizationId" uuid, "roleId" uuid, role jsonb, name text)`,
    [JSON.stringify([...roles.values()])],
  );
  await bed.test.query(
    `insert into memberships (organization_id, id, user_id, role_id, state)
     select "organizationId", gen_random_uuid(), "userId", "roleId", state
     from jsonb_to_recordset($1) as r ("organizationId" uuid, "userId" uuid, "roleId" uuid, state text)`,
    [JSON.stringify(members.map((entry) => ({ ...entry, roleId: roleIdOf(entry) })))],
  );
  return { userIds, organizationIds: placed.map(({ id }) => id) };
}

/** What single reads allow, beside what the list shows. */
async function compare(actor: Actor, organizationIds: string[]): Promise<void> {
  const listed = await bed.succeed(actor, 'organizations.list', {});
  const readable: typeof listed = [];
  for (const organizationId of organizationIds) {
    const outcome = await bed.call(actor, 'organizations.get', { organizationId });
    if (outcome.ok) readable.push(outcome.data as (typeof listed)[number]);
    else expect(outcome.refusal.code).toBe('NOT_FOUND');
  }
  expect(listed.toSorted(byId)).toEqual(readable.toSorted(byId));
  for (const { id, permissions } of readable)
    await compareMembers(actor, id, permissions.includes('members:read'));
}

/** Counts of roles are those of the list of members, and both are there for the same people. */
async function compareMembers(
  actor: Actor,
  organizationId: string,
  mayRead: boolean,
): Promise<void> {
  const members = await bed.call(actor, 'members.list', { organizationId });
  const roles = await bed.call(actor, 'roles.list', { organizationId });
  expect([members.ok, roles.ok]).toEqual([mayRead, mayRead]);
  if (!members.ok || !roles.ok) return;
  const { items } = members.data as { items: { userId: string; role: { id: string } }[] };
  const stored = await bed.test.query<{ id: string }>(
    'select user_id as id from memberships where organization_id = $1',
    [organizationId],
  );
  expect(items.map(({ userId }) => userId).toSorted()).toEqual(
    stored.map(({ id }) => id).toSorted(),
  );
  for (const { id, memberCount } of roles.data as { id: string; memberCount: number }[]) {
    expect(items.filter((item) => item.role.id === id)).toHaveLength(memberCount);
  }
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

describe('the list predicate', () => {
  it(
    'security S21: on 200 random graphs a list is exactly what single reads allow',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(graph, async (value) => {
          const { userIds, organizationIds } = await plant(value);
          for (const userId of userIds)
            await compare({ kind: 'user', userId, sessionId: createId() }, organizationIds);
          const [userId, [organizationId]] = [userIds[0] ?? '', organizationIds as [string]];
          const key = { apiKeyId: createId(), organizationId, scopes: value.scopes };
          await compare({ kind: 'apiKey', userId, ...key }, organizationIds);
        }),
        { numRuns: 200 },
      );
    },
  );
});
