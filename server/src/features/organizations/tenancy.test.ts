import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { openBed, PASSWORD, type Bed } from './bed.fixture.ts';
import {
  addRole,
  hashState,
  insertOldMail,
  join,
  openScene,
  type MemberPerson,
  type Scene,
} from './scene.fixture.ts';

let bed: Bed;
let mine: Scene;
let theirs: Scene;
let theirMember: MemberPerson;
beforeAll(async () => {
  bed = await openBed();
  mine = await openScene(bed, 'Mine');
  theirs = await openScene(bed, 'Theirs');
  theirMember = await join(bed, theirs, 'member');
  const { organizationId, owner, roleIds } = theirs;
  await bed.succeed(owner, 'invitations.create', {
    organizationId,
    roleId: roleIds.guest,
    email: 'x@example.test',
  });
  await insertOldMail(bed, organizationId);
  await bed.succeed(owner, 'apiKeys.create', {
    organizationId,
    name: 'Key',
    scopes: ['organization:read'],
  });
});
afterAll(() => bed.close());

/** Tables with rows of tenants, and a column that an update can touch. */
const tables = [
  ['organizations', 'id', 'name'],
  ['roles', 'organization_id', 'name'],
  ['memberships', 'organization_id', 'state'],
  ['invitations', 'organization_id', 'email'],
  ['api_keys', 'organization_id', 'name'],
  ['mails', 'organization_id', 'error'],
  ['messages', 'organization_id', 'dedupe_key'],
  ['events', 'organization_id', 'request_id'],
  ['audit_chains', 'organization_id', 'id'],
  ['audit_entries', 'organization_id', null],
] as const;

describe('row-level security', () => {
  it.each(tables)(
    'security S14: without any condition, %s shows rows of the own organization alone',
    async (table, column) => {
      const scope = { organizationId: mine.organizationId };
      const text = `select ${column} as id from ${table}`;
      const seen = await bed.database.read(scope, (tx) => tx.query<{ id: string | null }>(text));
      const present = await bed.test.query(`select 1 from ${table} where ${column} = $1`, [
        theirs.organizationId,
      ]);
      expect(present.length).toBeGreaterThan(0);
      expect(seen.filter(({ id }) => id !== null && id !== mine.organizationId)).toEqual([]);
    },
  );

  it.each(tables)(
    'security S14: rows of %s of another organization can be neither changed nor deleted',
    async (table, column, touched) => {
      const scope = { organizationId: mine.organizationId };
      const before = await hashState(bed);
      for (const statement of [
        // The application may not update audit entries at all.
        ...(touched === null
          ? []
          : [`update ${table} set ${touched} = ${touched} where ${column} = $1 returning 1`]),
        `delete from ${table} where ${column} = $1 returning 1`,
      ]) {
        const rows = await bed.database.write(scope, (tx) =>
          tx.query(statement, [theirs.organizationId]),
        );
        expect(rows).toEqual([]);
      }
      expect(await hashState(bed)).toBe(before);
    },
  );

  it('security S14: a row cannot be written into another organization, nor moved there', async () => {
    const scope = { organizationId: mine.organizationId };
    const insert = bed.database.write(scope, (tx) =>
      tx.query(`insert into roles (organization_id, id, name) values ($1, $2, 'Spy')`, [
        theirs.organizationId,
        createId(),
      ]),
    );
    await expect(insert).rejects.toThrow(/row-level security/);
    await addRole(bed, mine, ['members:read'], 'Movable');
    const move = bed.database.write(scope, (tx) =>
      tx.query(`update roles set organization_id = $1 where name = 'Movable'`, [
        theirs.organizationId,
      ]),
    );
    await expect(move).rejects.toThrow(/row-level security/);
  });

  it('security S14: without a scope nothing shows', async () => {
    const rows = await bed.database.read({ organizationId: createId() }, (tx) =>
      tx.query('select 1 from memberships'),
    );
    expect(rows).toEqual([]);
  });

  it('security S14: a reference across organizations cannot be stored, not even by the owner of the tables', async () => {
    const change = bed.test.query('update memberships set role_id = $1 where id = $2', [
      theirs.roleIds.guest,
      mine.owner.memberId,
    ]);
    await expect(change).rejects.toThrow(/foreign key/);
    const invite = bed.test.query(
      `insert into invitations (organization_id, id, role_id, token_hash, invited_by, expires_at)
       values ($1, $2, $3, 'x', $4, now())`,
      [mine.organizationId, createId(), theirs.roleIds.guest, mine.owner.userId],
    );
    await expect(invite).rejects.toThrow(/foreign key/);
    const key = bed.test.query(
      `insert into api_keys (organization_id, id, user_id, name, prefix, secret_hash, scopes) values ($1, $2, $3, 'K', 'p', 'x', '{}')`,
      [mine.organizationId, createId(), theirs.owner.userId],
    );
    await expect(key).rejects.toThrow(/foreign key/);
  });
});

describe('ids of another organization', () => {
  it('security S40: a member, role or invitation is not reached through one’s own organization', async () => {
    const { organizationId, owner, roleIds } = mine;
    const [invitation] = await bed.succeed(theirs.owner, 'invitations.list', {
      organizationId: theirs.organizationId,
    });
    const roleId = await addRole(bed, theirs, ['members:read'], 'Theirs');
    const memberId = theirMember.memberId;
    const invitationId = invitation?.id ?? '';
    const before = await hashState(bed);
    const attempts = await Promise.all([
      bed.refuse(owner, 'members.changeRole', { organizationId, memberId, roleId: roleIds.guest }),
      bed.refuse(owner, 'members.suspend', { organizationId, memberId }),
      bed.refuse(owner, 'members.remove', { organizationId, memberId }),
      bed.refuse(owner, 'roles.update', { organizationId, roleId, name: 'Mine' }),
      bed.refuse(owner, 'roles.delete', { organizationId, roleId }),
      bed.refuse(owner, 'invitations.renew', { organizationId, invitationId }),
      bed.refuse(owner, 'invitations.revoke', { organizationId, invitationId }),
    ]);
    expect(attempts.map(({ code }) => code)).toEqual(attempts.map(() => 'NOT_FOUND'));
    expect(await hashState(bed)).toBe(before);
  });

  it('security S41: a foreign id in the body is refused like an absent one', async () => {
    const { organizationId, owner } = mine;
    const member = await join(bed, mine, 'member');
    const before = await hashState(bed);
    for (const roleId of [theirs.roleIds.guest, createId()]) {
      const attempts = await Promise.all([
        bed.refuse(owner, 'members.changeRole', {
          organizationId,
          memberId: member.memberId,
          roleId,
        }),
        bed.refuse(owner, 'invitations.create', { organizationId, roleId }),
      ]);
      expect(attempts.map(({ code }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    }
    const transfer = { organizationId, memberId: theirMember.memberId, currentPassword: PASSWORD };
    expect((await bed.refuse(owner, 'organizations.transferOwnership', transfer)).code).toBe(
      'NOT_FOUND',
    );
    expect(await hashState(bed)).toBe(before);
  });

  it('security S50: fields that the server sets are refused', async () => {
    const { organizationId, owner, roleIds } = mine;
    const before = await hashState(bed);
    const attempts = await Promise.all([
      bed.refuse(owner, 'organizations.create', { name: 'X', id: createId() } as never),
      bed.refuse(owner, 'invitations.create', {
        organizationId,
        roleId: roleIds.guest,
        invitedBy: createId(),
      } as never),
      bed.refuse(owner, 'roles.create', {
        organizationId,
        name: 'X',
        permissions: ['organization:read'],
        key: 'owner',
      } as never),
      bed.refuse(owner, 'apiKeys.create', {
        organizationId,
        name: 'X',
        scopes: ['organization:read'],
        userId: theirs.owner.userId,
      } as never),
    ]);
    expect(attempts.map(({ code }) => code)).toEqual(attempts.map(() => 'VALIDATION_ERROR'));
    expect(attempts.map(({ details }) => details?.fields?.[0]?.path)).toEqual([
      'id',
      'invitedBy',
      'key',
      'userId',
    ]);
    expect(await hashState(bed)).toBe(before);
  });
});
