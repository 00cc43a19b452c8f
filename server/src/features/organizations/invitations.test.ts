import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBed, type Bed } from './bed.fixture.ts';
import { addRole, hashState, join, openScene, tokenOf, type Scene } from './scene.fixture.ts';

let bed: Bed;
let scene: Scene;
beforeAll(async () => {
  bed = await openBed();
  scene = await openScene(bed);
});
afterAll(() => bed.close());

const DAY_MS = 86_400_000;

describe('inviting', () => {
  it('by address: one mail, seven days, a link to copy', async () => {
    const { organizationId, owner, roleIds } = scene;
    const email = 'ada@example.test';
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.member,
      email,
    });
    expect(made).toMatchObject({
      email,
      role: { key: 'member' },
      invitedBy: { userId: owner.userId, name: owner.name },
    });
    expect(made.link).toMatch(
      /^https:\/\/boards\.example\.test\/invitations\/accept\?token=[\w-]{43}$/,
    );
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(7 * DAY_MS);
    expect(await bed.mails(email)).toEqual([
      { template: 'invitation', recipient: email, organizationId },
    ]);
  });

  it('security S27: the secret is stored as a hash only', async () => {
    const { organizationId, owner, roleIds } = scene;
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.guest,
    });
    const [row] = await bed.test.query<{ hash: Buffer; text: string }>(
      'select token_hash as hash, i::text as text from invitations i where id = $1',
      [made.id],
    );
    expect(row?.hash).toEqual(createHash('sha256').update(tokenOf(made)).digest());
    expect(row?.text).not.toContain(tokenOf(made));
    const log = await bed.test.query<{ text: string }>(
      `select string_agg(e::text, '') || (select string_agg(a::text, '') from audit_entries a) as text from events e`,
    );
    expect(log[0]?.text).not.toContain(tokenOf(made));
  });

  it('refuses members and addresses that are invited already, and says what to do', async () => {
    const { organizationId, owner, roleIds } = scene;
    const member = await join(bed, scene, 'member');
    const invite = (email: string) => ({ organizationId, roleId: roleIds.guest, email });
    const known = await bed.refuse(owner, 'invitations.create', invite(member.email.toUpperCase()));
    expect(known.details?.reason).toBe('already_member');
    const first = await bed.succeed(owner, 'invitations.create', invite('twice@example.test'));
    const second = await bed.refuse(owner, 'invitations.create', invite('Twice@example.test'));
    expect(second.details).toEqual({ reason: 'already_invited', invitationId: first.id });
    await bed.test.query(
      `update invitations set expires_at = now() - interval '1 second' where id = $1`,
      [first.id],
    );
    const third = await bed.succeed(owner, 'invitations.create', invite('twice@example.test'));
    expect(third.id).not.toBe(first.id);
    await bed.succeed(owner, 'members.suspend', { organizationId, memberId: member.memberId });
    const suspended = await bed.refuse(owner, 'invitations.create', invite(member.email));
    expect(suspended.details?.reason).toBe('member_suspended');
  });

  it('security S27: of fifty invitations of one address at once, one is made', async () => {
    const { organizationId, owner, roleIds } = scene;
    const input = { organizationId, roleId: roleIds.guest, email: 'rush@example.test' };
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => bed.call(owner, 'invitations.create', input)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await bed.mails('rush@example.test')).toHaveLength(1);
  });

  it('security S23: nobody invites above themselves', async () => {
    const { organizationId, roleIds } = scene;
    const admin = await join(bed, scene, 'admin');
    const roleId = await addRole(bed, scene, ['members:invite'], 'Doorkeeper');
    const doorkeeper = await join(bed, scene, { roleId });
    const before = await hashState(bed);
    const asOwner = await bed.refuse(admin, 'invitations.create', {
      organizationId,
      roleId: roleIds.owner,
    });
    const asMember = await bed.refuse(doorkeeper, 'invitations.create', {
      organizationId,
      roleId: roleIds.member,
    });
    expect([asOwner.details?.reason, asMember.details?.reason]).toEqual([
      'owners_only',
      'above_oneself',
    ]);
    expect(await hashState(bed)).toBe(before);
    const strong = await bed.succeed(admin, 'invitations.create', {
      organizationId,
      roleId: roleIds.admin,
    });
    const renewal = await bed.refuse(doorkeeper, 'invitations.renew', {
      organizationId,
      invitationId: strong.id,
    });
    expect(renewal.details?.reason).toBe('above_oneself');
  });

  it('renewing rotates both links and makes the renewer stand for it', async () => {
    const { organizationId, owner, roleIds } = scene;
    const admin = await join(bed, scene, 'admin');
    const email = 'renewed@example.test';
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.member,
      email,
    });
    await bed.test.query(
      `update invitations set expires_at = now() - interval '1 day' where id = $1`,
      [made.id],
    );
    const renewed = await bed.succeed(admin, 'invitations.renew', {
      organizationId,
      invitationId: made.id,
    });
    expect(renewed).toMatchObject({ id: made.id, email, invitedBy: { userId: admin.userId } });
    expect(Date.parse(renewed.expiresAt)).toBeGreaterThan(Date.now() + 6 * DAY_MS);
    const person = await bed.addPerson({ email });
    expect((await bed.refuse(person, 'invitations.accept', { token: tokenOf(made) })).code).toBe(
      'NOT_FOUND',
    );
    await bed.succeed(person, 'invitations.accept', { token: tokenOf(renewed) });
    expect(await bed.mails(email)).toHaveLength(2);
  });

  it('a revoked invitation is gone', async () => {
    const { organizationId, owner, roleIds } = scene;
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.member,
    });
    await bed.succeed(owner, 'invitations.revoke', { organizationId, invitationId: made.id });
    const token = tokenOf(made);
    expect((await bed.refuse(await bed.addPerson(), 'invitations.accept', { token })).code).toBe(
      'NOT_FOUND',
    );
    expect((await bed.refuse({ kind: 'anonymous' }, 'invitations.preview', { token })).code).toBe(
      'NOT_FOUND',
    );
    const again = await bed.refuse(owner, 'invitations.revoke', {
      organizationId,
      invitationId: made.id,
    });
    expect(again.code).toBe('NOT_FOUND');
    const waiting = await bed.succeed(owner, 'invitations.list', { organizationId });
    expect(waiting.some(({ id }) => id === made.id)).toBe(false);
  });
});
