import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBed, type Bed } from './bed.fixture.ts';
import { addRole, hashState, join, openScene, type Scene } from './scene.fixture.ts';

let bed: Bed;
let scene: Scene;
beforeAll(async () => {
  bed = await openBed();
  scene = await openScene(bed);
});
afterAll(() => bed.close());

describe('roles', () => {
  it('a custom role gives exactly its permissions, and loses them at once', async () => {
    const { organizationId, owner } = scene;
    const roleId = await addRole(bed, scene, ['members:read', 'audit:read'], 'Auditor');
    const auditor = await join(bed, scene, { roleId });
    const { permissions } = await bed.succeed(auditor, 'organizations.get', { organizationId });
    expect(permissions).toEqual(['organization:read', 'members:read', 'audit:read']);
    await bed.succeed(auditor, 'audit.list', { organizationId });
    await bed.succeed(owner, 'roles.update', {
      organizationId,
      roleId,
      permissions: ['organization:read'],
    });
    expect((await bed.refuse(auditor, 'audit.list', { organizationId })).code).toBe('FORBIDDEN');
  });

  it('built-in roles cannot be changed or deleted', async () => {
    const { organizationId, owner, roleIds } = scene;
    const before = await hashState(bed);
    for (const roleId of Object.values(roleIds)) {
      const renamed = await bed.refuse(owner, 'roles.update', {
        organizationId,
        roleId,
        name: 'Boss',
      });
      const deleted = await bed.refuse(owner, 'roles.delete', { organizationId, roleId });
      expect([renamed.details?.reason, deleted.details?.reason]).toEqual([
        'system_role',
        'system_role',
      ]);
    }
    expect(await hashState(bed)).toBe(before);
  });

  it('names are unique in an organization, whatever the case', async () => {
    const { organizationId, owner } = scene;
    const permissions: ['organization:read'] = ['organization:read'];
    const made = await bed.succeed(owner, 'roles.create', {
      organizationId,
      name: 'Reviewer',
      permissions,
    });
    const twin = await bed.refuse(owner, 'roles.create', {
      organizationId,
      name: 'reviewer',
      permissions,
    });
    const admin = await bed.refuse(owner, 'roles.create', {
      organizationId,
      name: 'ADMIN',
      permissions,
    });
    expect([twin.details?.reason, admin.details?.reason]).toEqual(['name_taken', 'name_taken']);
    const renamed = { organizationId, roleId: made.id, name: 'REVIEWER' };
    expect(await bed.succeed(owner, 'roles.update', renamed)).toMatchObject({
      name: 'REVIEWER',
      permissions,
    });
    const elsewhere = await openScene(bed);
    await bed.succeed(elsewhere.owner, 'roles.create', {
      organizationId: elsewhere.organizationId,
      name: 'Reviewer',
      permissions,
    });
  });

  it('a role that somebody has or is invited to cannot be deleted, and says by how many', async () => {
    const { organizationId, owner } = scene;
    const roleId = await addRole(bed, scene, ['members:read'], 'Popular');
    const first = await join(bed, scene, { roleId });
    const second = await join(bed, scene, { roleId });
    const invitation = await bed.succeed(owner, 'invitations.create', { organizationId, roleId });
    const refusal = await bed.refuse(owner, 'roles.delete', { organizationId, roleId });
    expect(refusal.details).toMatchObject({ reason: 'role_in_use', members: 2, invitations: 1 });
    expect(refusal.message).toContain('2 members have it and 1 invitation gives it');
    await bed.succeed(owner, 'members.remove', { organizationId, memberId: first.memberId });
    await bed.succeed(owner, 'members.suspend', { organizationId, memberId: second.memberId });
    await bed.succeed(owner, 'invitations.revoke', { organizationId, invitationId: invitation.id });
    expect(
      (await bed.refuse(owner, 'roles.delete', { organizationId, roleId })).details,
    ).toMatchObject({ members: 1 });
    await bed.succeed(owner, 'members.remove', { organizationId, memberId: second.memberId });
    await bed.succeed(owner, 'roles.delete', { organizationId, roleId });
    const roles = await bed.succeed(owner, 'roles.list', { organizationId });
    expect(roles.some(({ id }) => id === roleId)).toBe(false);
  });

  it('security S46: nobody raises themselves by way of a role', async () => {
    const own = await openScene(bed);
    const { organizationId } = own;
    const stronger = await addRole(bed, own, ['organization:delete'], 'Stronger');
    const roleId = await addRole(
      bed,
      own,
      ['roles:manage', 'members:manage', 'members:read'],
      'Organizer',
    );
    const organizer = await join(bed, own, { roleId });
    const admin = await join(bed, own, 'admin');
    const before = await hashState(bed);
    const wanted: ['organization:read', 'audit:read'] = ['organization:read', 'audit:read'];
    const attempts = [
      bed.refuse(organizer, 'roles.update', { organizationId, roleId, permissions: wanted }),
      bed.refuse(organizer, 'roles.create', { organizationId, name: 'Mine', permissions: wanted }),
      bed.refuse(organizer, 'roles.update', {
        organizationId,
        roleId: stronger,
        permissions: ['organization:read'],
      }),
      bed.refuse(organizer, 'roles.delete', { organizationId, roleId: stronger }),
      bed.refuse(organizer, 'members.changeRole', {
        organizationId,
        memberId: organizer.memberId,
        roleId: stronger,
      }),
      bed.refuse(admin, 'roles.create', {
        organizationId,
        name: 'Deleter',
        permissions: ['organization:read', 'organization:delete'],
      }),
    ];
    for (const refusal of await Promise.all(attempts))
      expect(refusal.details?.reason).toBe('above_oneself');
    expect(await hashState(bed)).toBe(before);
  });

  it('a change of permissions bumps the epoch of the organization', async () => {
    const { organizationId, owner } = scene;
    const roleId = await addRole(bed, scene, ['members:read'], 'Bumpy');
    await bed.test.query('delete from access_epochs');
    await bed.succeed(owner, 'roles.update', {
      organizationId,
      roleId,
      permissions: ['organization:read'],
    });
    expect(await bed.test.query('select kind, subject_id as id from access_epochs')).toEqual([
      { kind: 'organization', id: organizationId },
    ]);
  });

  it('forgets permissions that a role was stored with and that exist no more', async () => {
    const { organizationId, owner } = scene;
    const roleId = await addRole(bed, scene, ['members:read'], 'Old');
    await bed.test.query(
      `update roles set permissions = permissions || '{teleport:use}' where id = $1`,
      [roleId],
    );
    const role = (await bed.succeed(owner, 'roles.list', { organizationId })).find(
      ({ id }) => id === roleId,
    );
    expect(role?.permissions).toEqual(['organization:read', 'members:read']);
  });
});
