import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor.ts';
import { openBed, type Bed } from '../organizations/bed.fixture.ts';
import {
  hashState,
  join,
  openScene,
  type MemberPerson,
  type Scene,
} from '../organizations/scene.fixture.ts';

let bed: Bed;
let scene: Scene;
beforeAll(async () => {
  bed = await openBed();
  scene = await openScene(bed);
});
afterAll(() => bed.close());

const READ = ['organization:read', 'members:read'] as const;

async function makeKey(owner: MemberPerson, scopes: readonly (typeof READ)[number][] = READ) {
  const { organizationId } = scene;
  return bed.succeed(owner, 'apiKeys.create', { organizationId, name: 'Key', scopes: [...scopes] });
}

async function authenticate(key: string): Promise<Actor> {
  const actor = await bed.authenticate(key);
  if (actor === null) throw new Error('the key does not work');
  return actor;
}

describe('making keys', () => {
  it('security S9: the secret is shown once and stored as a hash', async () => {
    const { organizationId, owner } = scene;
    const { secret, ...made } = await makeKey(owner);
    expect(secret.startsWith(`${made.prefix}_`)).toBe(true);
    const [stored] = await bed.test.query<{ text: string }>(
      'select k::text as text from api_keys k where id = $1',
      [made.id],
    );
    expect(stored?.text).not.toContain(secret.slice(made.prefix.length + 1));
    const listed = await bed.succeed(owner, 'apiKeys.list', { organizationId });
    expect(listed.find(({ id }) => id === made.id)).toEqual(made);
    expect(JSON.stringify(listed)).not.toContain(secret.slice(made.prefix.length + 1));
  });

  it('security S23: a key has no scope that its owner lacks', async () => {
    const { organizationId } = scene;
    const member = await join(bed, scene, 'member');
    const before = await hashState(bed);
    const refusal = await bed.refuse(member, 'apiKeys.create', {
      organizationId,
      name: 'Strong',
      scopes: ['organization:read', 'members:manage'],
    });
    expect(refusal.details).toEqual({ reason: 'above_oneself', permissions: ['members:manage'] });
    expect(await hashState(bed)).toBe(before);
  });

  it('refuses an end in the past and a key that could see nothing', async () => {
    const { organizationId, owner } = scene;
    const past = {
      organizationId,
      name: 'Old',
      scopes: [...READ],
      expiresAt: new Date(Date.now() - 1).toISOString(),
    };
    expect((await bed.refuse(owner, 'apiKeys.create', past)).details?.fields?.[0]?.path).toBe(
      'expiresAt',
    );
    const blind = { organizationId, name: 'Blind', scopes: ['members:read' as const] };
    expect((await bed.refuse(owner, 'apiKeys.create', blind)).details?.fields?.[0]?.path).toBe(
      'scopes',
    );
  });

  it('security S27: sixty at once make exactly fifty', async () => {
    const member = await join(bed, scene, 'member');
    const input = { organizationId: scene.organizationId, name: 'Many', scopes: [...READ] };
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => bed.call(member, 'apiKeys.create', input)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(50);
  });

  it('a key makes no keys and does nothing that wants a person', async () => {
    const { organizationId, owner } = scene;
    const everything = await bed.succeed(owner, 'organizations.get', { organizationId });
    const made = await bed.succeed(owner, 'apiKeys.create', {
      organizationId,
      name: 'All',
      scopes: everything.permissions,
    });
    const actor = await authenticate(made.secret);
    const refusals = await Promise.all([
      bed.refuse(actor, 'apiKeys.create', { organizationId, name: 'Next', scopes: [...READ] }),
      bed.refuse(actor, 'apiKeys.revoke', { organizationId, apiKeyId: made.id }),
      bed.refuse(actor, 'organizations.delete', { organizationId, confirmName: 'Acme' }),
      bed.refuse(actor, 'organizations.leave', { organizationId }),
      bed.refuse(actor, 'organizations.create', { name: 'Mine' }),
    ]);
    expect(refusals.map(({ code, details }) => [code, details?.reason])).toEqual(
      refusals.map(() => ['FORBIDDEN', 'api_key']),
    );
  });
});

describe('using keys', () => {
  it('security S9: rights are the scopes, within the owner’s own, in one organization', async () => {
    const { organizationId, owner, roleIds } = scene;
    const member = await join(bed, scene, 'member');
    const elsewhere = await openScene(bed, 'Elsewhere');
    await bed.test.query('update memberships set user_id = $1 where id = $2', [
      member.userId,
      elsewhere.owner.memberId,
    ]);
    const actor = await authenticate((await makeKey(member)).secret);
    expect(await bed.succeed(actor, 'organizations.list', {})).toMatchObject([
      { id: organizationId, permissions: READ },
    ]);
    await bed.succeed(actor, 'members.list', { organizationId });
    expect((await bed.refuse(actor, 'apiKeys.list', { organizationId })).code).toBe('FORBIDDEN');
    const foreign = await bed.refuse(actor, 'organizations.get', {
      organizationId: elsewhere.organizationId,
    });
    expect(foreign.code).toBe('NOT_FOUND');
    await bed.succeed(owner, 'members.changeRole', {
      organizationId,
      memberId: member.memberId,
      roleId: roleIds.guest,
    });
    expect((await bed.refuse(actor, 'members.list', { organizationId })).code).toBe('FORBIDDEN');
  });

  it('security S23: a key grants no more than its scopes, whatever its owner could', async () => {
    const { organizationId, owner, roleIds } = scene;
    const guest = await join(bed, scene, 'guest');
    const made = await bed.succeed(owner, 'apiKeys.create', {
      organizationId,
      name: 'Manager',
      scopes: ['organization:read', 'members:manage'],
    });
    const actor = await authenticate(made.secret);
    const raise = { organizationId, memberId: guest.memberId, roleId: roleIds.admin };
    expect((await bed.refuse(actor, 'members.changeRole', raise)).details?.reason).toBe(
      'above_oneself',
    );
    const demote = { organizationId, memberId: owner.memberId, roleId: roleIds.guest };
    expect((await bed.refuse(actor, 'members.changeRole', demote)).details?.reason).toBe(
      'above_oneself',
    );
  });

  it('acts in the audit log under its own id and its owner’s name', async () => {
    const { organizationId, owner } = scene;
    const made = await bed.succeed(owner, 'apiKeys.create', {
      organizationId,
      name: 'Renamer',
      scopes: ['organization:read', 'organization:update'],
    });
    await bed.succeed(await authenticate(made.secret), 'organizations.update', {
      organizationId,
      name: 'Renamed',
    });
    const log = await bed.succeed(owner, 'audit.list', {
      organizationId,
      action: 'organization.renamed',
    });
    expect(log.items[0]?.actor).toEqual({
      kind: 'apiKey',
      userId: owner.userId,
      apiKeyId: made.id,
      name: owner.name,
    });
  });

  it('security S9: text that was never a key, and a right prefix with a wrong secret, are refused', async () => {
    const { secret } = await makeKey(scene.owner);
    const { secret: other } = await makeKey(scene.owner);
    await authenticate(secret);
    expect(await bed.authenticate('bw_sk_nonsense')).toBeNull();
    expect(await bed.authenticate(secret.slice(0, 19) + other.slice(19))).toBeNull();
    const { key, prefix } = forge(secret);
    expect(key.startsWith(prefix)).toBe(true);
    expect(await bed.authenticate(key)).toBeNull();
  });

  it('writes down when it was last used', async () => {
    const { organizationId, owner } = scene;
    const made = await makeKey(owner);
    const before = Date.now();
    await authenticate(made.secret);
    await bed.runChore('apiKeys.flushUses');
    const listed = await bed.succeed(owner, 'apiKeys.list', { organizationId });
    const lastUsedAt = listed.find(({ id }) => id === made.id)?.lastUsedAt ?? '';
    expect(Date.parse(lastUsedAt)).toBeGreaterThanOrEqual(before);
  });
});

/** A well-formed key with the prefix of a real one and a secret of its own. */
function forge(real: string): { key: string; prefix: string } {
  const prefix = real.slice(0, 18);
  const secret = 'A'.repeat(43);
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let rest = crc32(`${prefix}_${secret}`);
  let checksum = '';
  for (let position = 0; position < 6; position += 1) {
    checksum = alphabet.charAt(rest % 62) + checksum;
    rest = Math.floor(rest / 62);
  }
  return { key: `${prefix}_${secret}${checksum}`, prefix };
}
