import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBed, PASSWORD, type Bed } from './bed.fixture.ts';
import { addRole, hashState, join, openScene, type Scene } from './scene.fixture.ts';

let bed: Bed;
let scene: Scene;
beforeAll(async () => {
  bed = await openBed();
  scene = await openScene(bed);
});
afterAll(() => bed.close());

describe('members.list', () => {
  it('shows everybody once, by name, in pages', async () => {
    const own = await openScene(bed);
    for (let number = 0; number < 11; number += 1) await join(bed, own, 'member');
    await bed.test.query(
      `update users set name = (array['ada', 'Ada', 'Émile', 'Zoë', 'bob'])[1 + (random() * 4)::int]
       where id in (select user_id from memberships where organization_id = $1)`,
      [own.organizationId],
    );
    const { organizationId, owner } = own;
    const whole = await bed.succeed(owner, 'members.list', { organizationId });
    expect(whole.items).toHaveLength(12);
    expect(whole.nextCursor).toBeNull();
    const paged = [];
    let cursor: string | undefined;
    do {
      const page = await bed.succeed(owner, 'members.list', {
        organizationId,
        limit: 5,
        ...(cursor && { cursor }),
      });
      expect(page.items.length).toBeLessThanOrEqual(5);
      paged.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole.items);
  });

  it('finds part of a name or address, wildcards taken literally', async () => {
    const { organizationId, owner } = await openScene(bed);
    await bed.test.query(`update users set name = '100% Ada_Lovelace' where id = $1`, [
      owner.userId,
    ]);
    const find = async (search: string) => {
      const { items } = await bed.succeed(owner, 'members.list', { organizationId, search });
      return items.length;
    };
    expect(await find('ada_l')).toBe(1);
    expect(await find('100%')).toBe(1);
    expect(await find(owner.email.slice(0, 12).toUpperCase())).toBe(1);
    expect(await find('a%e')).toBe(0);
    expect(await find('adaxl')).toBe(0);
    expect(await find('\\')).toBe(0);
  });

  it('finds one person by id, and nobody of another organization', async () => {
    const { organizationId, owner } = scene;
    const member = await join(bed, scene, 'member');
    const stranger = await openScene(bed);
    const find = async (userId: string) => {
      const { items } = await bed.succeed(owner, 'members.list', { organizationId, userId });
      return items.map((one) => one.userId);
    };
    expect(await find(member.userId)).toEqual([member.userId]);
    expect(await find(stranger.owner.userId)).toEqual([]);
  });

  it('refuses a cursor that is not its own', async () => {
    const { organizationId, owner } = scene;
    const refusal = await bed.refuse(owner, 'members.list', { organizationId, cursor: 'nonsense' });
    expect(refusal.code).toBe('VALIDATION_ERROR');
    expect(refusal.details?.fields?.[0]?.path).toBe('cursor');
  });

  it('security S49: a guest neither lists nor counts people', async () => {
    const guest = await join(bed, scene, 'guest');
    const { organizationId } = scene;
    expect((await bed.refuse(guest, 'members.list', { organizationId })).code).toBe('FORBIDDEN');
    expect((await bed.refuse(guest, 'roles.list', { organizationId })).code).toBe('FORBIDDEN');
    expect((await bed.refuse(guest, 'invitations.list', { organizationId })).code).toBe(
      'FORBIDDEN',
    );
    expect(
      JSON.stringify(await bed.succeed(guest, 'organizations.get', { organizationId })),
    ).not.toMatch(/count/i);
  });
});

describe('managing members', () => {
  it('changes a role, which counts at once', async () => {
    const { organizationId, owner, roleIds } = scene;
    const member = await join(bed, scene, 'member');
    const changed = await bed.succeed(owner, 'members.changeRole', {
      organizationId,
      memberId: member.memberId,
      roleId: roleIds.admin,
    });
    expect(changed.role.key).toBe('admin');
    const { permissions } = await bed.succeed(member, 'organizations.get', { organizationId });
    expect(permissions).toContain('members:manage');
    expect(permissions).not.toContain('organization:delete');
  });

  it('security S25: a suspended member is out, and in again when reinstated', async () => {
    const { organizationId, owner } = scene;
    const { memberId, ...member } = await join(bed, scene, 'admin');
    await bed.succeed(member, 'organizations.get', { organizationId });
    expect(await bed.succeed(owner, 'members.suspend', { organizationId, memberId })).toMatchObject(
      { state: 'suspended' },
    );
    expect((await bed.refuse(member, 'organizations.get', { organizationId })).code).toBe(
      'NOT_FOUND',
    );
    expect((await bed.refuse(member, 'members.list', { organizationId })).code).toBe('NOT_FOUND');
    await bed.succeed(owner, 'members.reinstate', { organizationId, memberId });
    await bed.succeed(member, 'organizations.get', { organizationId });
  });

  it('security S25: a removed member is out, with a membership that is gone for good', async () => {
    const { organizationId, owner } = scene;
    const { memberId, ...member } = await join(bed, scene, 'member');
    await bed.succeed(member, 'members.list', { organizationId });
    await bed.succeed(owner, 'members.remove', { organizationId, memberId });
    expect((await bed.refuse(member, 'members.list', { organizationId })).code).toBe('NOT_FOUND');
    expect((await bed.refuse(owner, 'members.remove', { organizationId, memberId })).code).toBe(
      'NOT_FOUND',
    );
  });

  it('bumps the epoch of the person and tells the organization', async () => {
    const { organizationId, owner } = scene;
    const { memberId, userId } = await join(bed, scene, 'member');
    await bed.test.query('delete from access_epochs');
    await bed.succeed(owner, 'members.suspend', { organizationId, memberId });
    expect(await bed.test.query('select kind, subject_id as id from access_epochs')).toEqual([
      { kind: 'user', id: userId },
    ]);
    const [event] = await bed.test.query(
      'select type, data from events where aggregate_id = $1 order by position desc limit 1',
      [organizationId],
    );
    expect(event).toEqual({ type: 'member.suspended', data: { organizationId, userId } });
  });

  it('security S23: nobody manages people or gives roles above their own', async () => {
    const { organizationId, owner, roleIds } = scene;
    const admin = await join(bed, scene, 'admin');
    const helper = await join(bed, scene, {
      roleId: await addRole(bed, scene, ['members:read', 'members:manage'], 'Helper'),
    });
    const member = await join(bed, scene, 'member');
    const before = await hashState(bed);
    const change = (who: typeof admin, target: { memberId: string }, roleId: string) =>
      bed.refuse(who, 'members.changeRole', { organizationId, memberId: target.memberId, roleId });
    expect((await change(admin, member, roleIds.owner)).details?.reason).toBe('owners_only');
    expect((await change(admin, admin, roleIds.owner)).details?.reason).toBe('owners_only');
    expect((await change(admin, owner, roleIds.guest)).details?.reason).toBe('owners_only');
    expect((await change(helper, helper, roleIds.admin)).details?.reason).toBe('above_oneself');
    expect((await change(helper, admin, roleIds.guest)).details?.reason).toBe('above_oneself');
    // A member may create API keys, a helper may not.
    expect((await change(helper, member, roleIds.guest)).details?.reason).toBe('above_oneself');
    for (const name of ['members.suspend', 'members.remove', 'members.reinstate'] as const) {
      const { code } = await bed.refuse(admin, name, { organizationId, memberId: owner.memberId });
      expect(code).toBe('FORBIDDEN');
    }
    expect(await hashState(bed)).toBe(before);
  });

  it('nobody suspends or removes themselves', async () => {
    const { organizationId } = scene;
    const coOwner = await join(bed, scene, 'owner');
    for (const name of ['members.suspend', 'members.remove'] as const) {
      const refusal = await bed.refuse(coOwner, name, {
        organizationId,
        memberId: coOwner.memberId,
      });
      expect(refusal.details?.reason).toBe('oneself');
    }
  });
});

describe('the last owner', () => {
  it('security S23: cannot leave, step down or be the only one that is suspended', async () => {
    const own = await openScene(bed);
    const { organizationId, owner, roleIds } = own;
    const demotion = { organizationId, memberId: owner.memberId, roleId: roleIds.admin };
    expect(
      (await bed.refuse(owner, 'organizations.leave', { organizationId })).details?.reason,
    ).toBe('last_owner');
    expect((await bed.refuse(owner, 'members.changeRole', demotion)).details?.reason).toBe(
      'last_owner',
    );
    const coOwner = await join(bed, own, 'owner');
    await bed.succeed(owner, 'members.suspend', { organizationId, memberId: coOwner.memberId });
    expect(
      (await bed.refuse(owner, 'organizations.leave', { organizationId })).details?.reason,
    ).toBe('last_owner');
    await bed.succeed(owner, 'members.reinstate', { organizationId, memberId: coOwner.memberId });
    await bed.succeed(owner, 'organizations.leave', { organizationId });
    expect(await bed.succeed(owner, 'organizations.list', {})).toEqual([]);
  });

  it('security S23: stays when two demote each other at once, fifty times', async () => {
    for (let race = 0; race < 50; race += 1) {
      const own = await openScene(bed);
      const { organizationId, owner, roleIds } = own;
      const coOwner = await join(bed, own, 'owner');
      const demote = (by: typeof owner, target: typeof owner) =>
        bed.call(by, 'members.changeRole', {
          organizationId,
          memberId: target.memberId,
          roleId: roleIds.admin,
        });
      const outcomes = await Promise.all([
        demote(owner, coOwner),
        race % 2 === 0
          ? demote(coOwner, owner)
          : bed.call(coOwner, 'organizations.leave', { organizationId }),
      ]);
      const owners = await bed.test.query(
        'select 1 from memberships where organization_id = $1 and role_id = $2',
        [organizationId, roleIds.owner],
      );
      expect(owners, `race ${race}`).toHaveLength(1);
      expect(outcomes.some(({ ok }) => ok)).toBe(true);
    }
  });

  it('hands over to another member and becomes an admin', async () => {
    const own = await openScene(bed);
    const { organizationId, owner } = own;
    const heir = await join(bed, own, 'guest');
    const input = { organizationId, memberId: heir.memberId, currentPassword: PASSWORD };
    const admin = await join(bed, own, 'admin');
    expect((await bed.refuse(admin, 'organizations.transferOwnership', input)).code).toBe(
      'FORBIDDEN',
    );
    const wrong = { ...input, currentPassword: 'not my password' };
    const refusal = await bed.refuse(owner, 'organizations.transferOwnership', wrong);
    expect(refusal.details?.fields?.[0]?.path).toBe('currentPassword');
    await bed.succeed(owner, 'organizations.transferOwnership', input);
    expect((await bed.succeed(heir, 'organizations.get', { organizationId })).role.key).toBe(
      'owner',
    );
    expect((await bed.succeed(owner, 'organizations.get', { organizationId })).role.key).toBe(
      'admin',
    );
    const again = { ...input, memberId: owner.memberId };
    expect((await bed.refuse(owner, 'organizations.transferOwnership', again)).code).toBe(
      'FORBIDDEN',
    );
    await bed.succeed(heir, 'members.suspend', { organizationId, memberId: owner.memberId });
    expect((await bed.refuse(heir, 'organizations.transferOwnership', again)).details?.reason).toBe(
      'suspended',
    );
  });

  it('security S23: all permissions do not make an owner', async () => {
    const own = await openScene(bed);
    const { organizationId, owner } = own;
    const roleId = await addRole(bed, own, ['organization:delete', 'members:manage'], 'Deputy');
    const deputy = await join(bed, own, { roleId });
    const input = { organizationId, memberId: deputy.memberId, currentPassword: PASSWORD };
    const refusal = await bed.refuse(deputy, 'organizations.transferOwnership', input);
    expect(refusal.details?.reason).toBe('owners_only');
    expect((await bed.succeed(owner, 'organizations.get', { organizationId })).role.key).toBe(
      'owner',
    );
  });
});
