import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Transaction } from '../../platform/database/database.ts';
import { openBed, type Bed } from './bed.fixture.ts';
import { findInvitation } from './index.ts';
import { useInvitation } from './store/invitations.ts';
import { join, openScene, tokenOf, type Scene } from './scene.fixture.ts';

let bed: Bed;
let scene: Scene;
beforeAll(async () => {
  bed = await openBed();
  scene = await openScene(bed);
});
afterAll(() => bed.close());

describe('accepting', () => {
  it('joins with the role, announces it, and shows the organization', async () => {
    const { organizationId, owner, roleIds } = scene;
    const person = await bed.addPerson({ email: 'Joiner@Example.test' });
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.member,
      email: 'joiner@example.test',
    });
    const preview = await bed.succeed({ kind: 'anonymous' }, 'invitations.preview', {
      token: tokenOf(made),
    });
    expect(preview).toEqual({
      organizationName: 'Acme',
      roleName: 'Member',
      invitedByName: owner.name,
      email: 'joiner@example.test',
      expiresAt: made.expiresAt,
    });
    const joined = await bed.succeed(person, 'invitations.accept', { token: tokenOf(made) });
    expect(joined).toMatchObject({ id: organizationId, role: { key: 'member' } });
    const [event] = await bed.test.query(
      'select type, data from events where aggregate_id = $1 order by position desc limit 1',
      [organizationId],
    );
    const data = { organizationId, userId: person.userId, roleId: roleIds.member };
    expect(event).toEqual({ type: 'member.joined', data });
  });

  it('security S58: another address is refused, and a second use', async () => {
    const { organizationId, owner, roleIds } = scene;
    const invited = await bed.addPerson();
    const other = await bed.addPerson();
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.member,
      email: invited.email,
    });
    const token = tokenOf(made);
    const wrong = await bed.refuse(other, 'invitations.accept', { token });
    expect([wrong.code, wrong.details?.reason]).toEqual(['FORBIDDEN', 'other_address']);
    await bed.succeed(invited, 'invitations.accept', { token });
    const twice = await bed.refuse(invited, 'invitations.accept', { token });
    expect([twice.code, twice.details?.reason]).toEqual(['CONFLICT', 'invitation_used']);
    const replayed = await bed.refuse(other, 'invitations.accept', { token });
    expect(replayed.code).toBe('CONFLICT');
  });

  it('security S27: fifty people take one link at once, one gets in', async () => {
    const { organizationId, owner, roleIds } = scene;
    const people = [];
    for (let number = 0; number < 50; number += 1) people.push(await bed.addPerson());
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.guest,
    });
    const token = tokenOf(made);
    const outcomes = await Promise.all(
      people.map((person) => bed.call(person, 'invitations.accept', { token })),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const outcome of outcomes) {
      if (!outcome.ok) expect(outcome.refusal.details?.reason).toBe('invitation_used');
    }
    const joined = await bed.test.query('select 1 from memberships where user_id = any($1)', [
      people.map(({ userId }) => userId),
    ]);
    expect(joined).toHaveLength(1);
  });

  it('security S27: using an invitation up is one conditional statement', async () => {
    const { organizationId, owner, roleIds } = scene;
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.guest,
    });
    const use = (id: string) =>
      bed.database.write('all', (tx) => useInvitation(tx, id, owner.userId));
    const uses = await Promise.all(Array.from({ length: 8 }, () => use(made.id)));
    expect(uses.filter((isUsed) => isUsed)).toHaveLength(1);
    const late = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.guest,
    });
    await bed.test.query(
      `update invitations set expires_at = now() - interval '1 second' where id = $1`,
      [late.id],
    );
    expect(await use(late.id)).toBe(false);
  });

  it.each<[string, (tx: Transaction, memberId: string, scene: Scene) => Promise<unknown>, string]>([
    [
      'its inviter is demoted',
      (tx, memberId, { roleIds }) =>
        tx.query('update memberships set role_id = $1 where id = $2', [roleIds.guest, memberId]),
      'inviter_without_right',
    ],
    [
      'it is renewed',
      (tx, _memberId, { organizationId }) =>
        tx.query(
          `update invitations set token_hash = sha256('new') where organization_id = $1 and used_at is null`,
          [organizationId],
        ),
      'NOT_FOUND',
    ],
  ])(
    'security S23: an invitation that waits its turn while %s is refused',
    async (_name, change, reason) => {
      const own = await openScene(bed);
      const { organizationId, roleIds } = own;
      const admin = await join(bed, own, 'admin');
      const made = await bed.succeed(admin, 'invitations.create', {
        organizationId,
        roleId: roleIds.guest,
      });
      const person = await bed.addPerson();
      const { accepting } = await bed.database.write('all', async (tx) => {
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [organizationId]);
        const call = bed.call(person, 'invitations.accept', { token: tokenOf(made) });
        await vi.waitFor(
          async () => {
            const waiting = await bed.test.query(
              `select 1 from pg_locks where locktype = 'advisory' and not granted
               and database = (select oid from pg_database where datname = current_database())`,
            );
            expect(waiting).toHaveLength(1);
          },
          { timeout: 10_000 },
        );
        await change(tx, admin.memberId, own);
        return { accepting: call };
      });
      const outcome = await accepting;
      const refusal = outcome.ok ? null : outcome.refusal;
      expect(refusal?.details?.reason ?? refusal?.code).toBe(reason);
    },
  );

  it('an invitation that has expired lets nobody in', async () => {
    const { organizationId, owner, roleIds } = scene;
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.guest,
    });
    await bed.test.query(
      `update invitations set expires_at = now() - interval '1 second' where id = $1`,
      [made.id],
    );
    const refusal = await bed.refuse(await bed.addPerson(), 'invitations.accept', {
      token: tokenOf(made),
    });
    expect(refusal.code).toBe('NOT_FOUND');
  });

  it('security S52: suspension cannot be undone by an invitation', async () => {
    const { organizationId, owner, roleIds } = scene;
    const { memberId, ...member } = await join(bed, scene, 'member');
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.admin,
    });
    await bed.succeed(owner, 'members.suspend', { organizationId, memberId });
    const refusal = await bed.refuse(member, 'invitations.accept', { token: tokenOf(made) });
    expect([refusal.code, refusal.details?.reason]).toEqual(['FORBIDDEN', 'suspended']);
    expect((await bed.refuse(member, 'organizations.get', { organizationId })).code).toBe(
      'NOT_FOUND',
    );
  });

  it('a member cannot take a stronger role by a link, and does not use it up', async () => {
    const { organizationId, owner, roleIds } = scene;
    const member = await join(bed, scene, 'member');
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.admin,
    });
    const refusal = await bed.refuse(member, 'invitations.accept', { token: tokenOf(made) });
    expect(refusal.details?.reason).toBe('already_member');
    await bed.succeed(await bed.addPerson(), 'invitations.accept', { token: tokenOf(made) });
  });

  it.each<[string, (own: Scene, admin: { memberId: string }) => Promise<unknown>]>([
    [
      'was demoted',
      ({ organizationId, owner, roleIds }, { memberId }) =>
        bed.succeed(owner, 'members.changeRole', {
          organizationId,
          memberId,
          roleId: roleIds.member,
        }),
    ],
    [
      'was suspended',
      ({ organizationId, owner }, { memberId }) =>
        bed.succeed(owner, 'members.suspend', { organizationId, memberId }),
    ],
    [
      'was removed',
      ({ organizationId, owner }, { memberId }) =>
        bed.succeed(owner, 'members.remove', { organizationId, memberId }),
    ],
  ])('security S23: an invitation dies when its inviter %s', async (_name, change) => {
    const own = await openScene(bed);
    const admin = await join(bed, own, 'admin');
    const { organizationId, roleIds } = own;
    const made = await bed.succeed(admin, 'invitations.create', {
      organizationId,
      roleId: roleIds.guest,
    });
    await change(own, admin);
    const refusal = await bed.refuse(await bed.addPerson(), 'invitations.accept', {
      token: tokenOf(made),
    });
    expect(refusal.details?.reason).toBe('inviter_without_right');
  });

  it('fails while the organization waits for its deletion', async () => {
    const { organizationId, owner, roleIds } = await openScene(bed);
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.guest,
    });
    await bed.succeed(owner, 'organizations.delete', { organizationId, confirmName: 'Acme' });
    const refusal = await bed.refuse(await bed.addPerson(), 'invitations.accept', {
      token: tokenOf(made),
    });
    expect(refusal.code).toBe('NOT_FOUND');
    expect(await bed.database.read('all', (tx) => findInvitation(tx, tokenOf(made)))).toBeNull();
  });
});
